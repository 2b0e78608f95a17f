/**
 * The folder in which `init` said that the files of the package are, for those that no engine needs: data.wasm, customers.wasm and the sample.
 */

let base: string | undefined;

/** Says where the files are, as an absolute URL that ends with a slash; undefined: where npm put them. */
export function setBase(url: string | undefined): void {
  base = url;
}

/** What {@link setBase} said. */
export function baseSetting(): string | undefined {
  return base;
}
