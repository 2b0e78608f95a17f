/**
 * Addresses of customers, for files to upload; they leave Rust nowhere else.
 */
import { useProfiles } from "../inside.js";
import type { CustomerProfiles } from "./customer-profiles.js";

/** What orders say of a customer, each "" where nothing is known. */
export interface CustomerContact {
  readonly email: string;
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly city: string;
  readonly region: string;
  readonly zip: string;
  readonly country: string;
}

const FIELDS = ["email", "phone", "firstName", "lastName", "city", "region", "zip", "country"] as const;

/** Of the customers at some places; the orders were read with `contacts`. */
export function contactsOf(profiles: CustomerProfiles, places: readonly number[]): CustomerContact[] {
  const found = useProfiles(profiles, "contacts", (rust, book) => rust.contacts(book, Uint32Array.from(places)));
  return places.map((_, i) => {
    const texts = found.slice(i * FIELDS.length, (i + 1) * FIELDS.length);
    return Object.fromEntries(FIELDS.map((name, field) => [name, texts[field] ?? ""])) as unknown as CustomerContact;
  });
}
