/**
 * Checks of options that are records, and of currencies.
 */
import { invalidOption } from "../options/check.js";

/** Errors: INVALID_ARGUMENT for what is no code of a currency. */
export function currencyOption(where: string, name: string, received: unknown): void {
  if (typeof received !== "string" || !/^[A-Z]{3}$/.test(received)) {
    throw invalidOption(where, name, received, "a currency such as EUR");
  }
}

/** The members of an object; none where it is left out. Errors: INVALID_ARGUMENT. */
export function recordOption<T>(
  where: string,
  name: string,
  received: Readonly<Record<string, T>> | undefined,
): [string, T][] {
  if (received === undefined) return [];
  if (typeof received !== "object" || received === null || Array.isArray(received))
    throw invalidOption(where, name, received, "an object");
  return Object.entries(received);
}
