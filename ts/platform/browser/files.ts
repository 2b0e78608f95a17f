/**
 * Files in a browser: everything is a URL, bytes or a Blob; there are no paths, folders or environment variables.
 *
 * The twin of node/files.ts, same names and signatures; what a browser cannot do returns null, or
 * throws an error that says what to do instead.
 */
import { FashionWasmError } from "../../errors.js";
import { bytesOf, isBlob } from "../../options/kinds.js";
import { fetchBytes, notThere, type ReadOptions } from "../fetch.js";
import { baseAddress, checkFetch, hostUrl, noPlaceAdvice } from "./host.js";

/** What stands at a path. */
export interface PathInfo {
  readonly kind: "file" | "folder" | "other";
  /** In bytes. */
  readonly size: number;
}

/**
 * All bytes of a URL (relative to the page), bytes or a Blob, for example a File the user chose.
 *
 * Errors: INVALID_ARGUMENT for an address that is none; DOWNLOAD_FAILED, IDX_TOO_LARGE, the signal's reason.
 */
export async function readBytes(
  source: string | URL | Uint8Array | ArrayBuffer | SharedArrayBuffer | Blob,
  options: ReadOptions = {},
): Promise<Uint8Array> {
  const given = bytesOf(source);
  if (given !== undefined) return given;
  if (isBlob(source)) return new Uint8Array(await source.arrayBuffer());
  const { url } = addressOf(source as string | URL, options.where);
  checkFetch(url);
  const bytes = await fetchBytes(url, options);
  if (bytes !== null) return bytes;
  throw notThere(url);
}

/**
 * The address a string or URL means; relative ones are relative to the page.
 *
 * Errors: INVALID_ARGUMENT, opened by `where`, for what is none.
 */
export function locate(
  source: string | URL,
  where?: string,
): { kind: "path"; path: string } | { kind: "url"; url: URL } {
  return addressOf(source, where);
}

function addressOf(source: string | URL, where: string | undefined): { kind: "url"; url: URL } {
  return { kind: "url", url: hostUrl(where, source, baseAddress()) };
}

/** Always null: a browser has no paths. */
export async function pathInfo(_path: string): Promise<PathInfo | null> {
  return null;
}

/** Always empty: a browser has no folders. */
export async function listFolder(_path: string): Promise<string[]> {
  return [];
}

/** Rejects with IO: a browser has no folders. */
export async function makeFolder(path: string): Promise<void> {
  throw new FashionWasmError("IO", `cannot make ${path}: a browser has no folders`);
}

/** Always undefined: a browser has no environment variables. */
export function environmentVariable(_name: string): string | undefined {
  return undefined;
}

/** Always null: downloads are the business of the browser's own cache. */
export function cacheFolder(): string | null {
  return null;
}

/** Why there is no place for data, and what to do. */
export const noPlace = noPlaceAdvice;

/** Nothing: a browser has no paths. */
export function whyMissing(_path: string): string {
  return "";
}

/** None. */
export const systemDataFolders: readonly string[] = [];
