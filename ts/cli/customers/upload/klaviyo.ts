/**
 * The file of an audience for Klaviyo's lists: addresses as they are; columns of our own become custom properties.
 *
 * Sources: help.klaviyo.com 115005078967 and 360043841811. docs/customers/audiences.md.
 */
import type { Audience } from "../../../index.js";
import { csvText, isFormula } from "../csv-text.js";
import { type Addressed, mailOf, type UploadFile } from "./contacts.js";

/** Bytes that Klaviyo takes: 50 MB. */
export const MOST_OF_KLAVIYO = 50_000_000;

/**
 * Who has an address of mail.
 *
 * Nothing is guarded by an apostrophe that is part of an address or a name: Klaviyo would mail to `'-jo@example.com`, and greet `'-`. An
 * address that a spreadsheet would take for a formula is therefore left out, and such a name left blank.
 */
export function klaviyoFile(addressed: readonly Addressed[], { name }: Audience): UploadFile {
  const reachable = addressed.filter(({ contact }) => isSafeMail(contact.email));
  // A blank cell would be "never subscribed": the column is only there where all said yes.
  const allSaidYes = reachable.length > 0 && reachable.every(({ customer }) => customer.consent === "yes");
  const header = [
    ...["Email", "First Name", "Last Name"],
    ...(allSaidYes ? ["Email Marketing Consent"] : []),
    ...["Fashion Audience", "Fashion Index", "Fashion Expected Purchases"],
  ];
  const rows = reachable.map(({ customer, contact }) => [
    ...[mailOf(contact.email), safeName(contact.firstName), safeName(contact.lastName)],
    ...(allSaidYes ? ["Subscribed"] : []),
    ...[name, Math.round(customer.index), customer.expectedPurchases.toFixed(4)],
  ]);
  return { platform: "klaviyo", text: csvText(header, rows), customers: rows.length };
}

function isSafeMail(email: string): boolean {
  return mailOf(email) !== "" && !isFormula(mailOf(email));
}

function safeName(name: string): string {
  return isFormula(name.trim()) ? "" : name.trim();
}
