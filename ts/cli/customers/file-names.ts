/**
 * How files are called that are named after audiences and classes, and which files a command may write.
 */

/** Bytes of a name, of 255 that file systems take: a platform and an ending follow. */
const MOST = 120;

/** A name as a part of a file's name: letters, digits and hyphens. */
export function slug(name: string): string {
  const plain = name
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036F]/g, "") // accents of Latin letters; marks of other scripts are letters to them
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, "-");
  let short = "";
  for (const character of plain) {
    if (Buffer.byteLength(short + character) > MOST) break;
    short += character;
  }
  short = short.replace(/^-+|-+$/g, "");
  return short === "" ? "audience" : short;
}

/** What the files of audiences begin with, each once: `T-shirt/top` and `T shirt top` get `audience-t-shirt-top` and `…-2`. */
export function audienceBases(names: readonly string[]): string[] {
  return distinct(
    names.map((name) => `audience-${slug(name)}`),
    "-",
  );
}

/** The texts, those that were there before with a number. */
export function distinct(texts: readonly string[], joint: string): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    let one = text;
    for (let number = 2; found.has(one); number++) one = `${text}${joint}${number}`;
    found.add(one);
  }
  return [...found];
}

/** All files that an audience may have. */
export function audienceFileNames(base: string): string[] {
  return ["", ".meta", ".google", ".klaviyo"].map((platform) => `${base}${platform}.csv`);
}

/** Every row that was wrong. */
export const BAD_ROWS = "bad-rows.csv";
