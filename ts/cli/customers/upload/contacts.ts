/**
 * Addresses as ad and mail platforms want them: normalised, and hashed where they take hashes.
 */
import { createHash } from "node:crypto";

/** What orders say of a customer, each "" where nothing is known. */
export interface Contact {
  readonly email: string;
  readonly phone: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly city: string;
  readonly region: string;
  readonly zip: string;
  readonly country: string;
}

/** SHA-256 in hexadecimal of a text, trimmed and in lower case; "" of nothing. */
export function hashed(text: string): string {
  const plain = text.trim().toLowerCase();
  return plain === "" ? "" : createHash("sha256").update(plain).digest("hex");
}

/** A telephone number in E.164, `+491701234567`; "" where the country is not said, since a guess would be somebody else's. */
export function e164(phone: string): string {
  const plain = phone.replace(/[\s().\-/]/g, "").replace(/^00/, "+");
  return /^\+[1-9]\d{6,14}$/.test(plain) ? plain : "";
}

/** An address of mail, trimmed; "" for what is none. */
export function emailOf({ email }: Contact): string {
  const plain = email.trim();
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain) ? plain : "";
}
