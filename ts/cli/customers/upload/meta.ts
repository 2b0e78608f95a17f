/**
 * The file of an audience for Meta's customer lists: all hashed.
 *
 * Sources: facebook.com/business/help/2082575038703844 (columns); the custom audiences guide of Meta's Marketing API (how each is
 * normalised before it is hashed). docs/customers/audiences.md.
 */
import { csvText } from "../csv-text.js";
import { type Addressed, countryOf, e164, hashed, mailOf, type UploadFile } from "./contacts.js";

/** Fewer are not matched for advertising. */
export const LEAST_OF_META = 100;

/** Who has an address or a number. */
export function metaFile(addressed: readonly Addressed[]): UploadFile {
  const rows = addressed
    .map(({ contact }) => {
      const country = countryOf(contact.country);
      return [
        hashed(mailOf(contact.email)),
        hashed(e164(contact.phone).replace("+", "")),
        hashed(name(contact.firstName)),
        hashed(name(contact.lastName)),
        hashed(letters(contact.city)),
        hashed(region(contact.region, country)),
        hashed(zip(contact.zip, country)),
        hashed(country),
      ];
    })
    .filter(([email, phone]) => email !== "" || phone !== "");
  const header = ["email", "phone", "fn", "ln", "ct", "st", "zip", "country"];
  return { platform: "meta", text: csvText(header, rows, false), customers: rows.length };
}

/** Without punctuation; blanks between two names stay. */
function name(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\s]/gu, "").replace(/\s+/g, " ");
}

/** Without punctuation and blanks. */
function letters(text: string): string {
  return text.replace(/[^\p{L}\p{M}]/gu, "");
}

/** Of the United States by its two letters alone. */
function region(text: string, country: string): string {
  const plain = letters(text);
  return country === "us" && plain.length !== 2 ? "" : plain;
}

/** Without blanks and hyphens; of the United States the first five digits. */
function zip(text: string, country: string): string {
  const plain = text.replace(/[^\p{L}\p{N}]/gu, "");
  if (country !== "us") return plain;
  return /^\d{5}(\d{4})?$/.test(plain) ? plain.slice(0, 5) : "";
}
