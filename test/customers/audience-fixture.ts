/** A shop of 400 customers with addresses and consents, read and profiled, for tests of audiences. */
import { createHash } from "node:crypto";
import { type CustomerProfiles, customerProfiles, readOrders } from "fashion-wasm";
import { catalogueOf } from "./shop/measured.js";
import { DAYS, dayOf, makeShop } from "./shop/shop.js";

/** How orders name customers. */
export type Known = "id" | "id and e-mail" | "e-mail";

/** The address of a customer, in some case. */
export function emailOf(place: number): string {
  return place % 2 === 0 ? `Customer.${place}@Example.com` : `customer.${place}@example.com`;
}

/** What a list of hashes holds of an address. */
export function hashOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
}

/** What the customer at a place said to marketing: every tenth said no. */
export function consentOf(place: number): string {
  return place % 10 === 3 ? "no" : place % 10 === 4 ? "" : "yes";
}

/** The profiles. */
export async function profilesOf(known: Known, contacts = known === "id and e-mail"): Promise<CustomerProfiles> {
  const shop = makeShop({
    seed: 11,
    customers: 400,
    more: (_, place) => {
      const said = { consent: consentOf(place) };
      return known === "id" ? said : { email: emailOf(place), ...said };
    },
  });
  const text = new TextDecoder().decode(shop.orders);
  const rows = known === "e-mail" ? text.replace(/^[^,\n]*,/gm, "") : text;
  const options = { catalogue: await catalogueOf("probabilities"), today: dayOf(DAYS), strict: true, contacts };
  return await customerProfiles(await readOrders(new TextEncoder().encode(rows), options));
}
