/**
 * `profile --customer`: one customer's tastes with intervals, and which items of the catalogue to show.
 */
import { customerProfiles } from "../../customers/profiles/profile-customers.js";
import { type Catalogue, type CustomerProfile, FashionWasmError, itemsToShow } from "../../index.js";
import { readAll } from "../customers/read.js";
import { e164, hashed } from "../customers/upload/contacts.js";
import { fitted } from "../fitted.js";
import { count, counted } from "../format.js";
import type { SignalWatch } from "../interruption.js";
import { patiently } from "../patience.js";
import { printable } from "../printable.js";
import { writeJson } from "../say.js";
import { print } from "../stdout.js";
import type { ProfileSettings } from "./profile-settings.js";

/** Prints the customer. Errors: INVALID_ARGUMENT where there is no such customer. */
export async function oneCustomer(
  settings: ProfileSettings,
  asked: string,
  catalogue: Catalogue | undefined,
  watch: SignalWatch,
): Promise<void> {
  const known = knownBy(asked);
  const { orders } = await readAll(settings, catalogue, watch.signal, { customer: known });
  const profiles = await patiently("making profiles", () =>
    customerProfiles(orders, { horizonDays: settings.horizon ?? 60 }, watch),
  );
  const place = [known, hashed(known)].map((id) => profiles.placeOf(id)).find((found) => found >= 0);
  if (place === undefined) {
    const what = `--customer: none of ${counted(profiles.size, "customer")} has that id or address`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take an id of profiles.csv, or an address of the orders`);
  }
  const profile = profiles.at(place);
  const tastes = profiles.intervals(place).sort((a, b) => b.affinity - a.affinity);
  const bought = orders.itemsOfCustomer();
  const items =
    catalogue === undefined
      ? []
      : await itemsToShow(profile, catalogue, { count: settings.show ?? 10, without: bought });
  if (settings.json) {
    const { horizonDays } = profiles;
    writeJson({ ...profile, horizonDays, tastes, boughtItems: bought, itemsToShow: items });
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

/** As orders know a customer: addresses and hashes in small letters, numbers in E.164. */
function knownBy(asked: string): string {
  const plain = asked.trim();
  if (plain.includes("@") || /^[0-9a-f]{64}$/i.test(plain)) return plain.toLowerCase();
  return e164(plain) || plain;
}

function headLines(profile: CustomerProfile, horizonDays: number): string[] {
  const expected = Number.isNaN(profile.expectedPurchases)
    ? "nothing can be said of purchases"
    : `${profile.expectedPurchases.toFixed(2)} purchases`;
  return [
    `customer ${profile.id}`,
    `${counted(profile.orders, "order")}, ${counted(profile.items, "piece")}, ${profile.firstOrder} to ${profile.lastOrder}; ${counted(profile.support, "labelled line")}`,
    `${profile.segment} (${profile.rfmScore}), last order ${counted(profile.recencyDays, "day")} before the end; consent: ${profile.consent}`,
    `likes ${profile.topCategory} most, ${percent(profile.sure)} sure; expected within ${counted(horizonDays, "day")}: ${expected}`,
  ];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
