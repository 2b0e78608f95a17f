/**
 * Image files of another size than expected: what to say of it. Either the images are of one size and the expectation is
 * not theirs, or the images differ among themselves, and then it counts which do.
 */
import { locate } from "#platform/files";
import { FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isBlob } from "../options/kinds.js";
import type { ByteSource } from "../platform/byte-source.js";

/** Height and width. */
export type Size = readonly [height: number, width: number];

/** Who said the size, and what to do about images that are of one other size. */
export interface SizeSource {
  /** Ends `expected 28×28, `. */
  readonly says: string;
  advice(found: Size, expected: Size): string;
}

/** The option `imageShape`, of so many channels. */
export function imageShapeOption(channels: number): SizeSource {
  return {
    says: "as imageShape says",
    advice([height, width], expected) {
      const isTurned = height === expected[1] && width === expected[0];
      const give = `${isTurned ? "the height comes first: " : ""}give imageShape: [${height}, ${width}, ${channels}]`;
      return `${give} to take them as they are, or bring them to ${text(expected)}`;
    },
  };
}

/** What is known of the sizes of images, one of which is not of the size expected. */
interface Sizes {
  readonly expected: Size;
  /** Of that image. */
  readonly found: Size;
  readonly total: number;
  /** By the text of the size, in the order in which they were found. */
  readonly bySize: ReadonlyMap<string, { readonly count: number; readonly first: string }>;
  /** Images whose size could be read, and those whose could not; the rest was not looked at. */
  readonly counted: number;
  readonly unread: number;
}

/**
 * Counts the sizes of `total` images, of which those before `at` are of the size expected, and that one is not. `sizeOf` gives
 * null for an image that is not at hand, where the count ends. Errors: that image's own.
 */
export async function sizesFrom(
  at: number,
  images: {
    readonly total: number;
    readonly expected: Size;
    readonly name: (place: number) => string;
    readonly sizeOf: (place: number) => Promise<Size | null>;
  },
): Promise<Sizes> {
  const { total, expected, name, sizeOf } = images;
  const bySize = new Map<string, { count: number; first: string }>();
  if (at > 0) bySize.set(text(expected), { count: at, first: name(0) });
  let [unread, counted] = [0, at];
  let found = expected;
  for (let place = at; place < total; place++) {
    // Of the image itself it is told: it is damaged, or too large to be decoded at all.
    const size = await sizeOf(place).catch((error: unknown) => {
      if (place === at) throw error;
    });
    if (size === null) break;
    if (size === undefined) {
      unread++;
      continue;
    }
    if (place === at) found = size;
    counted++;
    const known = bySize.get(text(size));
    if (known === undefined) bySize.set(text(size), { count: 1, first: name(place) });
    else known.count++;
  }
  return { expected, found, total, bySize, counted, unread };
}

/** The IMAGE_SHAPE error of the image `name`; `source` said the size expected, or else the first image. */
export function otherSize(name: string, sizes: Sizes, source: SizeSource | null): FashionWasmError {
  const { found, expected, bySize } = sizes;
  const said = source?.says ?? "the size of the first image";
  const common = `bring all images to ${source === null ? "one size" : text(expected)}`;
  const advice = bySize.size === 1 && source !== null ? source.advice(found, expected) : common;
  const what = `is ${text(found)} pixels (height × width), expected ${text(expected)}, ${said}`;
  return new FashionWasmError("IMAGE_SHAPE", `${name}: ${what}${listed(sizes)} → ${advice}`);
}

/** Sizes that a message lists. */
const LISTED = 4;

function listed({ bySize, counted, unread, total }: Sizes): string {
  if (total === 1 || counted === 1) return "";
  const seen = counted + unread === total ? `${counted} images` : `the first ${counted} of ${total} images`;
  const more = unread === 0 ? "" : `; ${unread} more could not be read`;
  const sorted = [...bySize].sort(([, a], [, b]) => b.count - a.count);
  if (sorted.length === 1) return `; all ${seen.replace(/^the /, "")} are ${sorted[0]?.[0]}${more}`;
  const parts = sorted
    .slice(0, LISTED)
    .map(([size, { count, first }]) =>
      count === 1 ? `1 is ${size} (${first})` : `${count} are ${size} (first: ${first})`,
    );
  const others = sorted.slice(LISTED);
  const rest = others.reduce((sum, [, { count }]) => sum + count, 0);
  if (rest > 0) parts.push(`${rest} of ${others.length} other size${others.length === 1 ? "" : "s"}`);
  return `; of ${seen} ${parts.join(", ")}${more}`;
}

/** Whether it is at hand, so that its size may be looked up: no stream, which is read once, and no download. */
export function isAtHand(source: ByteSource): boolean {
  if (isAddress(source)) return locate(source).kind === "path";
  return isBlob(source) || bytesOf(source) !== undefined;
}

function text([height, width]: Size): string {
  return `${height}×${width}`;
}
