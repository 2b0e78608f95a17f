/**
 * Whom files to upload may name: of the target group those whose address is nobody's who said no, or is held out.
 *
 * A shop may know one person by two ids; the platform knows the address alone.
 */
import { contactsOf } from "../../customers/profiles/contacts.js";
import type { Audience, CustomerProfiles } from "../../index.js";
import { type Addressed, keysOf } from "./upload/contacts.js";

/** Who can be addressed, and how many of the target group cannot. */
export interface Reachable {
  readonly addressed: readonly Addressed[];
  readonly withoutAddress: number;
  /** Somebody with the same address said no, is held out, or stands in the file already. */
  readonly shared: number;
}

/** Addresses of customers who said no to marketing. */
export function refusedAddresses(profiles: CustomerProfiles): ReadonlySet<string> {
  const places: number[] = [];
  for (let place = 0; place < profiles.size; place++) if (profiles.at(place).consent === "no") places.push(place);
  return new Set(contactsOf(profiles, places).flatMap(keysOf));
}

/** Finds them. */
export function reachableOf(profiles: CustomerProfiles, audience: Audience, refused: ReadonlySet<string>): Reachable {
  const of = (group: "target" | "control") => audience.customers.filter((customer) => customer.group === group);
  const placesOf = (customers: Audience["customers"]) => customers.map(({ place }) => place);
  const taken = new Set([...refused, ...contactsOf(profiles, placesOf(of("control"))).flatMap(keysOf)]);
  const target = of("target");
  const contacts = contactsOf(profiles, placesOf(target));
  const addressed: Addressed[] = [];
  let [withoutAddress, shared] = [0, 0];
  for (const [i, customer] of target.entries()) {
    const contact = contacts[i] as (typeof contacts)[number];
    const keys = keysOf(contact);
    if (keys.length === 0) withoutAddress += 1;
    else if (keys.some((key) => taken.has(key))) shared += 1;
    else {
      for (const key of keys) taken.add(key);
      addressed.push({ customer, contact });
    }
  }
  return { addressed, withoutAddress, shared };
}
