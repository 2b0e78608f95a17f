/**
 * Addresses as ad and mail platforms want them: normalised, and hashed where they take hashes.
 */
import { createHash } from "node:crypto";
import type { CustomerContact } from "../../../customers/profiles/contacts.js";
import type { AudienceCustomer } from "../../../index.js";

/** A customer who is to be addressed. */
export interface Addressed {
  readonly customer: AudienceCustomer;
  readonly contact: CustomerContact;
}

/** A file to upload: its lines, and how many customers stand in it. */
export interface UploadFile {
  readonly platform: "klaviyo" | "meta" | "google";
  readonly text: string;
  readonly customers: number;
}

/** SHA-256 in hexadecimal of a text, trimmed and in lower case; "" of nothing. */
export function hashed(text: string): string {
  const plain = text.trim().toLowerCase();
  return plain === "" ? "" : createHash("sha256").update(plain).digest("hex");
}

/** A telephone number in E.164, `+491701234567`; "" where the country is not said, since a guess would be somebody else's. */
export function e164(phone: string): string {
  // The zero of `+49 (0)170` is dialled within the country only.
  const plain = phone
    .replaceAll("(0)", "")
    .replace(/[\s().\-/]/g, "")
    .replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : "";
}

/** An address of mail, trimmed; "" for what is none. */
export function mailOf(email: string): string {
  const plain = email.trim();
  return /^[^\s@,;"<>]+@[^\s@,;"<>]+\.[^\s@,;"<>]+$/.test(plain) ? plain : "";
}

/** The two letters of a country, small; "" for what is no code: names of countries are not guessed. */
export function countryOf(country: string): string {
  const code = country.trim().toLowerCase();
  return /^[a-z]{2}$/.test(code) ? code : "";
}

/** By what a platform can know the customer; two customers may share one. */
export function keysOf({ email, phone }: CustomerContact): string[] {
  return [mailOf(email).toLowerCase(), e164(phone)].filter((key) => key !== "");
}
