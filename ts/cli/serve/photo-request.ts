/**
 * The photos of a request: its body as one image, or the files of a form.
 */
import type { IncomingMessage } from "node:http";
import { type Reading, readBody } from "./body.js";
import { type FormFile, formReader } from "./multipart.js";
import { Problem } from "./problem.js";

/** Types of a body that is an image; what it holds is told by its content. */
export const IMAGE_TYPES = ["image/png", "image/jpeg", "image/webp", "application/octet-stream"] as const;
export const FORM_TYPE = "multipart/form-data";

/** What was sent. */
export type Sent =
  | { readonly kind: "image"; readonly content: Buffer }
  | { readonly kind: "form"; readonly files: readonly FormFile[] };

/** The type of a body, in small letters; of one that says none, that of any bytes. Errors: 415 MEDIA_TYPE. */
export function bodyType({ headers }: IncomingMessage): string {
  const type = (headers["content-type"] ?? "application/octet-stream").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === FORM_TYPE || IMAGE_TYPES.some((known) => known === type)) return type;
  const expected = `${IMAGE_TYPES.join(", ")} or ${FORM_TYPE}`;
  const advice = `send the image itself as ${expected}; no URL is fetched`;
  throw new Problem(415, "MEDIA_TYPE", `the content type of the body is not one that is read here → ${advice}`);
}

/** Reads the photos. Errors: 400 BODY_MISSING; 415 IMAGE_FORMAT for a URL; those of {@link readBody} and {@link formReader}. */
export async function readPhotos(reading: Reading, type: string, maxImages: number): Promise<Sent> {
  if (type === FORM_TYPE) {
    const form = formReader(reading.request.headers["content-type"] ?? "", maxImages);
    await readBody(reading, (piece) => form.take(piece));
    return { kind: "form", files: await form.end() };
  }
  const pieces: Buffer[] = [];
  await readBody(reading, (piece) => pieces.push(piece));
  const content = Buffer.concat(pieces);
  if (content.length === 0)
    throw new Problem(400, "BODY_MISSING", "the body is empty → send a PNG, JPEG or WebP image");
  return { kind: "image", content };
}

/** Throws 415 IMAGE_FORMAT for a text that is a URL. */
export function refuseUrl(content: Buffer): void {
  if (!/^\s*(https?|ftp|file|data|blob|s3|gs):/i.test(content.toString("latin1", 0, 64))) return;
  throw new Problem(415, "IMAGE_FORMAT", "this is a URL, and the server fetches none → send the image itself");
}
