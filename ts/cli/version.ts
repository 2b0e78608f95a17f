/**
 * The version of this package. Read where it stands once: two folders above this file, in the sources as in the package.
 */
import { readFileSync } from "node:fs";

/** E.g. `0.1.0`. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
