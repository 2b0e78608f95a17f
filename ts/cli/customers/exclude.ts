/**
 * Who is to be in no audience: a file with an id, an address or its SHA-256 a line; a table, of which the first column counts.
 */
import { readFile } from "node:fs/promises";
import { ioError } from "#platform/io-error";

/** Names of headers, which are nobody's id. */
const HEADERS = /^(email|e-mail|email[ _]address|phone|phone[ _]number|customer|customer[ _]?id|id|hash|sha256)$/i;

/** The entries of the file; none without one. Errors: IO. */
export async function excludedIn(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw ioError("read", path, cause);
  });
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const cells = lines.map((line) => (/^\s*"?([^",;\t]*)/.exec(line)?.[1] ?? "").trim().replace(/^'/, ""));
  return cells.filter((cell, i) => cell !== "" && !(i === 0 && HEADERS.test(cell)));
}
