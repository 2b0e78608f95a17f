/**
 * `profile --customer`: one customer's tastes with intervals, and which items of the catalogue to show.
 */
import { type Catalogue, type CustomerProfile, customerProfiles, FashionWasmError, itemsToShow } from "../../index.js";
import { readAll } from "../customers/read.js";
import { hashed } from "../customers/upload/contacts.js";
import { fitted } from "../fitted.js";
import { count, counted } from "../format.js";
import { printable } from "../printable.js";
import { writeJson } from "../say.js";
import { print } from "../stdout.js";
import type { ProfileSettings } from "./profile.js";

/** Prints the customer. Errors: INVALID_ARGUMENT where there is no such customer. */
export async function oneCustomer(
  settings: ProfileSettings,
  asked: string,
  catalogue: Catalogue | undefined,
  signal: AbortSignal,
): Promise<void> {
  const address = asked.includes("@") ? asked.trim().toLowerCase() : asked.trim();
  const { orders } = await readAll(settings, catalogue, signal, { customer: address });
  const profiles = customerProfiles(orders, { horizonDays: settings.horizon ?? 60 });
  const ids = [address, hashed(address)];
  const place = ids.map((id) => profiles.placeOf(id)).find((found) => found >= 0);
  if (place === undefined) {
    const what = `--customer: none of ${counted(profiles.size, "customer")} has that id or address`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take an id of profiles.csv, or an address of the orders`);
  }
  const profile = profiles.at(place);
  const tastes = profiles.intervals(place).sort((a, b) => b.affinity - a.affinity);
  const bought = orders.itemsOfCustomer();
  const items =
    catalogue === undefined ? [] : itemsToShow(profile, catalogue, { count: settings.show ?? 10, without: bought });
  if (settings.json) {
    writeJson({ ...profile, tastes, boughtItems: bought, itemsToShow: items });
    return;
  }
  const lines = [
    ...headLines(profile, profiles.horizonDays),
    "",
    `${fitted("class", 18)} share  90 % interval  index`,
    ...tastes.map(({ name, affinity, lower, upper, index }) => {
      const interval = `${percent(lower).padStart(6)} to ${percent(upper).padStart(4)}`;
      return `${fitted(name, 18)} ${percent(affinity).padStart(5)}  ${interval}  ${count(index).padStart(5)}`;
    }),
    ...(items.length > 0 ? ["", "items to show, that were not bought yet:"] : []),
    ...items.map(({ item, category, probability }) => `  ${item}  ${category} ${percent(probability)}`),
  ];
  print(`${lines.map(printable).join("\n")}\n`);
}

function headLines(profile: CustomerProfile, horizonDays: number): string[] {
  const expected = Number.isNaN(profile.expectedPurchases)
    ? "nothing can be said of"
    : profile.expectedPurchases.toFixed(2);
  return [
    `customer ${profile.id}`,
    `${counted(profile.orders, "order")}, ${counted(profile.items, "piece")}, ${profile.firstOrder} to ${profile.lastOrder}; ${counted(profile.support, "labelled line")}`,
    `${profile.segment} (${profile.rfmScore}), last order ${counted(profile.recencyDays, "day")} before the end; consent: ${profile.consent}`,
    `likes ${profile.topCategory} most, ${percent(profile.sure)} sure; expected within ${horizonDays} days: ${expected} purchases`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
