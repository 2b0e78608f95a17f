/**
 * Photos as answers of the server: the file as it is, one in the table itself, and what the model saw.
 */
import { pipeline } from "node:stream/promises";
import { encodePng, preparePhoto } from "../../index.js";
import { inlinePhoto, openPhoto, type Place } from "./photos.js";
import type { Answer } from "./server.js";

/** A photo that the server has. */
type Shown = Extract<Place, { readonly kind: "file" | "inline" }>;

/** The file of a photo; nothing where the page has it already, by `known`. */
export async function photo(path: string, known: string | undefined): Promise<Answer> {
  const opened = await openPhoto(path);
  if (typeof opened === "string") return text(404, opened);
  const { file, bytes, type, tag } = opened;
  const headers = { "content-type": type, "cache-control": "private, max-age=60", etag: tag };
  if (known === tag) {
    await file.close();
    return { status: 304, headers };
  }
  return {
    headers: { ...headers, "content-length": String(bytes) },
    // A page that is gone, or a file that gets shorter meanwhile, ends this answer and nothing else.
    stream: (response) =>
      pipeline(file.createReadStream({ start: 0, end: Math.max(0, bytes - 1) }), response).catch(() => undefined),
  };
}

/** A photo in the table itself. */
export function inline(url: string): Answer {
  const found = inlinePhoto(url);
  if (typeof found === "string") return text(404, found);
  return { headers: { "content-type": found.type, "cache-control": "private, max-age=60" }, body: found.bytes };
}

/** The image that the model got, as it would be prepared today; of what the page may show, and nothing else. */
export async function seen(place: Shown): Promise<Answer> {
  const opened = place.kind === "file" ? await openPhoto(place.path) : inlinePhoto(place.url);
  if (typeof opened === "string") return text(404, opened);
  if ("file" in opened) await opened.file.close();
  try {
    const { pixels, imageShape } = await preparePhoto(place.kind === "file" ? place.path : place.url);
    const headers = { "content-type": "image/png", "cache-control": "private, max-age=60" };
    return { headers, body: await encodePng(pixels, imageShape) };
  } catch (error) {
    return text(404, error instanceof Error ? error.message : String(error));
  }
}

function text(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body };
}
