/**
 * Which column of a table says where the photo is, and which shop's export the table is: by the names of its columns.
 *
 * Shopify's product export, by its old and its new names, and WooCommerce's are known as they come; feeds for Google Merchant
 * Center have `image_link`. Sources: docs/catalogues.md.
 */
import { UsageError } from "../../exit.js";
import { columnOf, columnsOf, keysOf } from "./pixel-columns.js";

/** Where the photo of a row stands. */
export interface PhotoColumns {
  /** Names of the columns that hold it, the first that is not empty counts. */
  readonly photo: readonly string[];
  /** Rows of one product, of which one may hold the photo of all. */
  readonly product?: ProductColumns;
  /** Whether a cell is a list, of which the first is the main photo. */
  readonly isList: boolean;
  /** What the table is, for people. */
  readonly kind: string;
}

/** How rows of one product are known. */
export type ProductColumns =
  | { readonly by: "handle"; readonly handle: string }
  | { readonly by: "parent"; readonly id: string; readonly sku: string; readonly parent: string };

const WHICH = "--image-column says which of them holds the photos";

/** Errors: USAGE where another column is called as one of photos is. */
function checkOnce(table: string, columns: readonly string[], found: PhotoColumns): PhotoColumns {
  const twice = found.photo.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice === undefined) return found;
  throw new UsageError(`${table}: two columns are called ${twice} → ${WHICH}, by its place from 0`);
}

/** Names of a column with a photo in tables of no shop, the likeliest first. */
const NAMES = [
  "image",
  "image_path",
  "image_url",
  "image_link",
  "image_src",
  "photo",
  "photo_url",
  "photo_path",
  "picture",
  "picture_url",
  "img",
  "img_url",
  "file",
  "filename",
  "file_name",
  "path",
  "url",
];

/** In small letters, without what separates words. */
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]+/g, "");

/** The columns by what they are called; of equals the first. */
function finder(columns: readonly string[]): (...names: readonly string[]) => string | undefined {
  const known = new Map([...columns].reverse().map((column) => [plain(column), column]));
  return (...names) => names.map((name) => known.get(plain(name))).find((column) => column !== undefined);
}

/** The columns of a shop's export; null for any other table. */
export function shopColumns(columns: readonly string[]): PhotoColumns | null {
  const find = finder(columns);
  const [handle, image] = [find("handle", "url_handle"), find("image_src", "product_image_url")];
  if (handle !== undefined && image !== undefined) {
    const variant = find("variant_image", "variant_image_url");
    const photo = variant === undefined ? [image] : [image, variant];
    return { photo, product: { by: "handle", handle }, isList: false, kind: "Shopify's product export" };
  }
  const [id, sku, images, parent] = [find("id"), find("sku"), find("images"), find("parent")];
  if (id === undefined || sku === undefined || images === undefined || parent === undefined) return null;
  const product = { by: "parent", id, sku, parent } as const;
  return { photo: [images], product, isList: true, kind: "WooCommerce's product export" };
}

/** Whether a column of photos is among them, or several. */
export function mayNamePhotos(columns: readonly string[]): boolean {
  const find = finder(columns);
  return shopColumns(columns) !== null || NAMES.some((name) => find(name) !== undefined);
}

/** The column of photos: the one that was said, that of a shop's export, or the one whose name says so. Errors: USAGE. */
export function photoColumns(
  name: string,
  columns: readonly string[],
  { header, said }: { readonly header: boolean; readonly said: string | undefined },
): PhotoColumns {
  const one = (column: string): PhotoColumns => ({ photo: [column], isList: false, kind: "a table" });
  if (said !== undefined) {
    return one(keysOf({ columns, header })[columnOf(said, columns, header, "--image-column")] as string);
  }
  if (!header) {
    if (columns.length === 1) return one("0");
    const advice = "--image-column says the place of the photo, from 0, or --pixel-columns those of the pixels";
    throw new UsageError(`${name} has no header, and ${columns.length} columns → ${advice}`);
  }
  const shop = shopColumns(columns);
  if (shop !== null) return checkOnce(name, columns, shop);
  const find = finder(columns);
  const found = NAMES.map((each) => find(each)).filter((column) => column !== undefined);
  const [best, second] = found;
  if (best !== undefined && second === undefined) return checkOnce(name, columns, one(best));
  if (best !== undefined) {
    throw new UsageError(`${name}: photos may be in ${found.join(" or ")} → ${WHICH}`);
  }
  const looksLikeRow = columns.length > 1 && columns.every((column) => /^[\d.\s-]*$/.test(column));
  const hint = looksLikeRow ? "; a table without names of columns needs --no-header" : "";
  const advice = `--image-column says which column holds the photos${hint}`;
  throw new UsageError(`${name} has no column of photos or pixels: ${columnsOf(columns, header)} → ${advice}`);
}
