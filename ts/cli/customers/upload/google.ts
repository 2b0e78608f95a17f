/**
 * The file of an audience for Google's Customer Match: all hashed but country and postcode, which Google takes as they are.
 *
 * Sources: support.google.com/google-ads/answer/7659867 and 7475964. docs/customers/audiences.md.
 */
import { csvText } from "../csv-text.js";
import { type Addressed, countryOf, e164, hashed, mailOf, type UploadFile } from "./contacts.js";

/** Who has an address or a number. */
export function googleFile(addressed: readonly Addressed[]): UploadFile {
  const rows = addressed
    .map(({ contact }) => [hashed(mailOf(contact.email)), hashed(e164(contact.phone)), ...postal(contact)])
    .filter(([email, phone]) => email !== "" || phone !== "");
  const header = ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"];
  return { platform: "google", text: csvText(header, rows, false), customers: rows.length };
}

/** All four or none: Google matches a postal address by all of them, and what it cannot use need not be told. */
function postal({ firstName, lastName, country, zip }: Addressed["contact"]): string[] {
  const code = zip.replace(/[^\p{L}\p{N} -]/gu, "").trim();
  const all = [hashed(firstName), hashed(lastName), countryOf(country).toUpperCase(), code];
  return all.includes("") ? ["", "", "", ""] : all;
}
