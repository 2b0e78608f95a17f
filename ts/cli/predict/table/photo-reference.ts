/**
 * What a table calls a photo: a path, relative to the table's folder or another, a file: or data: URL, or an address that is
 * downloaded where the command line allows it.
 */
import { resolve } from "node:path";
import { FashionWasmError, type PhotoSource } from "../../../index.js";
import { schemeOf, shownAddress } from "../../../platform/address.js";
import type { Download } from "./download.js";

/** How references are followed. */
export interface Following {
  /** Where relative paths begin. */
  readonly folder: string;
  /** Null where nothing is downloaded. */
  readonly download: Download | null;
}

/** Whether it is an address that would be downloaded. */
export function isRemote(reference: string): boolean {
  return ["http", "https"].includes(schemeOf(reference) ?? "") || reference.startsWith("//");
}

/** The photo. Errors: INVALID_ARGUMENT for an address that is not followed; those of the download. */
export async function photoAt(reference: string, following: Following, signal: AbortSignal): Promise<PhotoSource> {
  if (isRemote(reference)) {
    const url = reference.startsWith("//") ? `https:${reference}` : reference;
    if (following.download !== null) return following.download.get(url, signal);
    const what = `${shownAddress(url)} is a URL → --fetch downloads photos`;
    throw new FashionWasmError("INVALID_ARGUMENT", what);
  }
  const scheme = schemeOf(reference);
  if (scheme === "data" || scheme === "file") return reference;
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(reference)) {
    const what = `${shownAddress(reference)} is a URL of the protocol ${scheme}: → give a path, or one of http: and https:`;
    throw new FashionWasmError("INVALID_ARGUMENT", what);
  }
  return resolve(following.folder, reference);
}
