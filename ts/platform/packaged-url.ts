/**
 * Where a file of the package is: in the folder that `init({ baseUrl })` names, or beside the code.
 *
 * `new URL("../name", import.meta.url)` is written out in packaged/ and once for each file, because that is the form that
 * bundlers look for: they copy the file as it is, and put its new address there. It is evaluated only when it is needed:
 * where there is no `import.meta.url`, it throws.
 */
import { absoluteUrl } from "#platform/absolute-url";
import { FashionWasmError } from "../errors.js";
import type { HostUrl } from "./host-types.js";

/** A file of the package: its name below `baseUrl`, and its address as a literal, below dist/ from a folder in it. */
export interface PackagedFile {
  readonly name: string;
  readonly literal: () => HostUrl;
}

/**
 * The address of a file of the package.
 *
 * Errors: ENGINE_START_FAILED where nobody knows it: classic scripts and bundles of CommonJS have no `import.meta.url`.
 */
export function packagedUrl(baseUrl: string | undefined, { name, literal }: PackagedFile): string {
  if (baseUrl !== undefined) return new URL(name, baseUrl).href;
  try {
    // As a string: the URL objects of Next.js are relative to the page, and no URLs.
    return absoluteUrl(String(literal()));
  } catch (cause) {
    const advice =
      'copy the files of the package by "npx fashion-wasm assets FOLDER", and say where they are with init({ baseUrl })';
    throw new FashionWasmError(
      "ENGINE_START_FAILED",
      `${name} cannot be found: this bundle is no ES module, and does not know where it is → ${advice}`,
      { cause },
    );
  }
}

/** What to do when there is no such file at `address`; `option` of `init` says where this one alone is. */
export function placeAdvice(address: string, option?: string): string {
  // Vite 7 moves what it bundles for its dev server there, and leaves these files behind.
  if (address.includes("/.vite/")) {
    return 'let Vite leave the package where it is: optimizeDeps: { exclude: ["fashion-wasm"] } in its configuration';
  }
  // What webpack makes of addresses for pages, which Next.js uses for its server too.
  if (/^file:\/\/\/(\w:\/)?_next\//.test(address)) {
    return 'keep the package out of the server\'s bundle: serverExternalPackages: ["fashion-wasm"] in next.config.js';
  }
  const alone = option === undefined ? "" : ` or init({ ${option} })`;
  return `serve the package's dist folder whole and unchanged, or copy its files (npx fashion-wasm assets FOLDER) and name that folder in init({ baseUrl })${alone}`;
}

/** What to do when a file that is fetched by itself is not there; `option` of `init` says where it is. */
export function singleFileAdvice({ name }: PackagedFile, option: string): string {
  return `serve ${name} beside the other files, or say where it is with init({ baseUrl }) or init({ ${option} })`;
}
