/**
 * What a text means that is given for an address: a URL that can be fetched, or something else. The same in both hosts.
 *
 * It is looked at before anything is asked for: what `new URL` and `fetch` throw names neither function nor text, or the text
 * with the password in it.
 */
import { FashionWasmError } from "../errors.js";

/** In characters: a data: URL is a whole file. */
const LONGEST = 300;

/** A name and password, which end at the last `@`, and what is before them, at the beginning or within a path. */
const CREDENTIALS = /((?:^\s*[a-z][a-z0-9+.-]+:|[a-z0-9+.-]{2}:[/\\])[/\\]*)[^/\\?#]*@/gi;

/** An address as messages show it: without a name and password, and of a long one its beginning and its end. */
export function shownAddress(address: string | URL): string {
  const text = String(address).replace(CREDENTIALS, "$1…@");
  return text.length <= LONGEST ? text : `${text.slice(0, 100)}…${text.slice(-60)}`;
}

/** The scheme of a text that begins with one, in small letters; a single letter is a drive of Windows. */
export function schemeOf(text: string): string | undefined {
  return /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
}

/** An INVALID_ARGUMENT error: `where: "text" <what>`. */
export function noAddress(where: string | undefined, text: string, what: string): FashionWasmError {
  const opening = where === undefined ? "" : `${where}: `;
  return new FashionWasmError("INVALID_ARGUMENT", `${opening}${JSON.stringify(shownAddress(text))} ${what}`);
}

/**
 * The URL that a text is, relative to `base` where there is one.
 *
 * Errors: INVALID_ARGUMENT, opened by `where`, for what is none and for what `fetch` refuses.
 */
export function urlOf(where: string | undefined, text: string, base?: string): URL {
  const scheme = schemeOf(text);
  const isWeb = scheme === "http" || scheme === "https";
  if (isWeb && !/^https?:\/\//i.test(text)) {
    const whole = shownAddress(text.replace(/^(https?:)[/\\]*/i, "$1//"));
    throw noAddress(where, text, `lacks a slash → give ${whole}; a file of this name is ./…`);
  }
  if (text === "" || !URL.canParse(text, base)) {
    // Nothing is relative to the blob: or data: URL that a worker may have been made from.
    const advice =
      base === undefined || !URL.canParse(".", base)
        ? "give one such as https://host/file"
        : "give one, absolute or relative to the page";
    throw noAddress(where, text, `is not a URL → ${advice}`);
  }
  const url = new URL(text, base);
  if (url.username !== "" || url.password !== "") {
    const advice = "fetch it yourself, with an Authorization header, and give the bytes or the response's body";
    throw noAddress(where, text, `has a name or password in it, which fetch refuses → ${advice}`);
  }
  if (base !== undefined && /^([a-z]|ftp|s3|gs):$/.test(url.protocol)) {
    throw noAddress(where, text, "is nothing that a browser can fetch → give another URL, or bytes");
  }
  if (url.protocol === "data:" && !text.includes(",")) {
    throw noAddress(where, text, "is a data: URL without a comma → give data:,…; a file of this name is ./…");
  }
  return url;
}
