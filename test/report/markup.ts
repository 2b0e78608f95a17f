/**
 * A strict reader of pages: every `<` must begin a tag as this package writes them, or it throws.
 *
 * It stands for a browser's parser, but forgives nothing: what it lets through has no second reading.
 */

/** One start tag. */
export interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const TAG = /^<(\/?)([a-z][a-z0-9]*|!doctype)((?: [a-zA-Z-]+(?:="[^"<>]*")?)*)\/?>/;
const ATTRIBUTE = / ([a-zA-Z-]+)(?:="([^"<>]*)")?/g;
const VOID = new Set(["!doctype", "meta", "img", "br"]);
const EMPTY_SHAPES = new Set(["path", "circle", "rect"]);

/** A piece of text between two tags, and the elements it stands in, the innermost last. */
export interface Piece {
  readonly text: string;
  readonly path: readonly string[];
}

/** Start tags and text of a page, as one and in pieces; throws where it is not well-formed. */
export function read(page: string): {
  readonly tags: readonly Tag[];
  readonly text: string;
  readonly pieces: readonly Piece[];
} {
  const tags: Tag[] = [];
  const pieces: Piece[] = [];
  const open: string[] = [];
  let text = "";
  for (let at = 0; at < page.length; ) {
    const next = page.indexOf("<", at);
    const piece = page.slice(at, next < 0 ? page.length : next);
    text += piece;
    pieces.push({ text: plain(piece), path: [...open] });
    if (next < 0) break;
    const found = TAG.exec(page.slice(next, next + 200_000));
    if (found === null) throw new Error(`no tag of ours: ${page.slice(next, next + 80)}`);
    const [whole, slash, name = "", attributes = ""] = found;
    at = next + whole.length;
    if (slash === "/") {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}>`);
      continue;
    }
    const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key = "", value = ""]) => [key, plain(value)] as const);
    tags.push({ name, attributes: new Map(pairs) });
    if (name === "style") at = page.indexOf("</style>", at);
    if (!VOID.has(name) && !(EMPTY_SHAPES.has(name) && whole.endsWith("/>"))) open.push(name);
  }
  if (open.length > 0) throw new Error(`never closed: ${open}`);
  return { tags, text: plain(text), pieces };
}

function plain(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
