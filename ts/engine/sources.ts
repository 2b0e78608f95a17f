/**
 * Where a program's files come from, when not from their usual place: what `init` of both entries takes for each.
 */
import { absoluteUrl } from "#platform/absolute-url";
import { FashionWasmError } from "../errors.js";
import { integerOption, invalidOption } from "../options/check.js";
import { bytesOf, isAddress, isKind, ownModule } from "../options/kinds.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";
import { type PackagedFile, packagedUrl } from "../platform/packaged-url.js";

/** Where an engine finds its wasm file, as plain data that can be sent to a worker. */
export type WasmSource = { readonly url: string } | { readonly bytes: Uint8Array } | { readonly module: WasmModule };

/** What may be said of one program. */
export interface Sources {
  readonly wasmUrl?: string | HostUrl | undefined;
  readonly wasmBytes?: ArrayBuffer | SharedArrayBuffer | Uint8Array | undefined;
  readonly module?: WasmModule | undefined;
  readonly workerUrl?: string | HostUrl | undefined;
}

/** The options that say it, with the kind of each for messages, and what is of it. */
export const SOURCES: readonly (readonly [keyof Sources, string, (value: unknown) => boolean])[] = [
  ["wasmUrl", "a string or URL", isAddress],
  ["wasmBytes", "an ArrayBuffer, SharedArrayBuffer or Uint8Array", (value) => bytesOf(value) !== undefined],
  ["module", "a WebAssembly.Module", (value) => isKind(value, "WebAssembly.Module")],
  ["workerUrl", "a string or URL", isAddress],
];

/** The value of `baseUrl` as it is kept: an absolute URL that ends with a slash. Errors: INVALID_ARGUMENT. */
export function keptBase(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (!isAddress(value)) throw invalidOption("init", "baseUrl", value, "a string or URL: a folder");
  const url = new URL(absoluteUrl(value, 'init: option "baseUrl"'));
  if (url.search !== "" || url.hash !== "") {
    const expected = "the address of a folder, without ? and #: the names of files are put behind it";
    throw invalidOption("init", "baseUrl", value, expected);
  }
  if (!URL.canParse(".", url)) {
    throw invalidOption("init", "baseUrl", value, "the address of a folder, such as https://host/folder/");
  }
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/**
 * Returns one of the values as it is kept: an absolute address, a copy of bytes, so that they may be handed over.
 *
 * Errors: INVALID_ARGUMENT.
 */
export function keptSource<T>(name: string, value: T): T {
  // A page may have another address when the file is asked for, and Node another folder.
  if (isAddress(value)) return absoluteUrl(value, `init: option "${name}"`) as T;
  const bytes = bytesOf(value);
  return bytes === undefined ? value : (new Uint8Array(bytes) as T);
}

/** Checks what is said of all programs alike: one place for the wasm file, and a memory limit. */
export function checkInit(options: { readonly [N in keyof Sources]?: unknown } & { readonly maxMemoryMiB?: unknown }) {
  const given = (["wasmUrl", "wasmBytes", "module"] as const).filter((name) => options[name] !== undefined);
  if (given.length > 1) {
    throw new FashionWasmError("INVALID_ARGUMENT", `init: received ${given.join(" and ")} → expected one of them`);
  }
  if (options.maxMemoryMiB !== undefined) {
    integerOption("init", "maxMemoryMiB", options.maxMemoryMiB, { min: 16, max: 4096 });
  }
}

/** Where the wasm file comes from. Errors: as {@link packagedUrl}. */
export function wasmSource(
  { module, wasmBytes, wasmUrl }: Sources,
  baseUrl: string | undefined,
  file: PackagedFile,
): WasmSource {
  if (module !== undefined) return { module: ownModule(module) };
  if (wasmBytes !== undefined) return { bytes: wasmBytes as Uint8Array };
  return { url: wasmUrl === undefined ? packagedUrl(baseUrl, file) : String(wasmUrl) };
}

/** Where the worker's script comes from. Errors: as {@link packagedUrl}. */
export function workerSource({ workerUrl }: Sources, baseUrl: string | undefined, file: PackagedFile): string {
  return workerUrl === undefined ? packagedUrl(baseUrl, file) : String(workerUrl);
}

/** Limit of a memory in MiB where `init` says none. */
export const DEFAULT_MEMORY_MIB = 1024;
