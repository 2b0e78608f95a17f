/**
 * Files to upload: exactly the columns that each platform takes. Only who is to be addressed stands in them.
 *
 * Sources: help.klaviyo.com 115005078967 and 360043841811; support.google.com/google-ads/answer/7659867 and 7475964; Meta's customer
 * lists. docs/customers/audiences.md says what was read where.
 */
import type { Audience, AudienceCustomer } from "../../../index.js";
import { csvText } from "../csv-text.js";
import { type Contact, e164, emailOf, hashed } from "./contacts.js";

/** A file to upload. */
export interface UploadFile {
  readonly platform: "klaviyo" | "meta" | "google";
  readonly text: string;
  readonly customers: number;
}

/** Of Meta: fewer are not matched for advertising. */
export const LEAST_OF_META = 100;
/** Bytes that Klaviyo takes. */
export const MOST_OF_KLAVIYO = 50 * 2 ** 20;

/** A customer who is to be addressed. */
export interface Addressed {
  readonly customer: AudienceCustomer;
  readonly contact: Contact;
}

/** Klaviyo: addresses as they are; columns of our own become properties. */
export function klaviyoFile(addressed: readonly Addressed[], { name }: Audience): UploadFile {
  const reachable = addressed.filter(({ contact }) => emailOf(contact) !== "");
  // A blank cell would be "never subscribed": the column is only there where all said yes.
  const allSaidYes = reachable.length > 0 && reachable.every(({ customer }) => customer.consent === "yes");
  const header = [
    ...["Email", "First Name", "Last Name"],
    ...(allSaidYes ? ["Email Marketing Consent"] : []),
    ...["Fashion Audience", "Fashion Index", "Fashion Expected Purchases"],
  ];
  const rows = reachable.map(({ customer, contact }) => [
    ...[emailOf(contact), contact.firstName, contact.lastName],
    ...(allSaidYes ? ["Subscribed"] : []),
    ...[name, Math.round(customer.index), customer.expectedPurchases.toFixed(4)],
  ]);
  return { platform: "klaviyo", text: csvText(header, rows), customers: rows.length };
}

/** Meta: all hashed, as it takes them. */
export function metaFile(addressed: readonly Addressed[]): UploadFile {
  const header = ["email", "phone", "fn", "ln", "ct", "st", "zip", "country"];
  const rows = addressed
    .map(({ contact }) => [
      hashed(emailOf(contact)),
      hashed(e164(contact.phone).replace("+", "")),
      hashed(contact.firstName),
      hashed(contact.lastName),
      hashed(contact.city.replace(/[^\p{L}]/gu, "")),
      hashed(contact.region.replace(/[^\p{L}]/gu, "")),
      hashed(contact.zip.replace(/\s/g, "")),
      hashed(isCountry(contact.country) ? contact.country : ""),
    ])
    .filter(([email, phone]) => email !== "" || phone !== "");
  return { platform: "meta", text: csvText(header, rows), customers: rows.length };
}

/** Google: all hashed but country and postcode, which it does not take so. */
export function googleFile(addressed: readonly Addressed[]): UploadFile {
  const header = ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"];
  const rows = addressed
    .map(({ contact }) => [
      hashed(emailOf(contact)),
      hashed(e164(contact.phone)),
      hashed(contact.firstName),
      hashed(contact.lastName),
      isCountry(contact.country) ? contact.country.trim().toUpperCase() : "",
      contact.zip.trim(),
    ])
    .filter(([email, phone]) => email !== "" || phone !== "");
  return { platform: "google", text: csvText(header, rows), customers: rows.length };
}

/** By its two letters: names of countries are not guessed. */
function isCountry(country: string): boolean {
  return /^[a-z]{2}$/i.test(country.trim());
}
