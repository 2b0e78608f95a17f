/**
 * Writes a camera's note of its position into files that lack it, byte by byte (Exif 3.0; PNG 3rd edition; WebP's container).
 */
import { ascii, concat } from "../data/idx-files.js";
import { chunk } from "../data/png-files.js";
import { riff } from "../data/webp-files.js";

/** A TIFF structure with one entry, the tag 0x0112 Orientation; "II": low bytes first. */
export function tiff(orientation: number, order: "II" | "MM" = "II"): Uint8Array {
  const view = new DataView(new ArrayBuffer(26));
  const low = order === "II";
  new Uint8Array(view.buffer).set(ascii(order));
  view.setUint16(2, 42, low);
  view.setUint32(4, 8, low); // where the entries begin
  view.setUint16(8, 1, low); // one
  view.setUint16(10, 0x0112, low);
  view.setUint16(12, 3, low); // SHORT
  view.setUint32(14, 1, low);
  view.setUint16(18, orientation, low);
  return new Uint8Array(view.buffer);
}

/** The JPEG with an APP1 segment behind its first marker. */
export function jpegWithExif(file: Uint8Array, exif: Uint8Array): Uint8Array {
  const length = exif.length + 8;
  const head = concat(Uint8Array.of(0xff, 0xe1, length >> 8, length & 255), ascii("Exif\0\0"));
  return concat(file.subarray(0, 2), head, exif, file.subarray(2));
}

/** The PNG with an eXIf chunk behind its header. */
export function pngWithExif(file: Uint8Array, exif: Uint8Array): Uint8Array {
  const end = 8 + 25; // signature and IHDR
  return concat(file.subarray(0, end), chunk("eXIf", exif), file.subarray(end));
}

/** The simple WebP of one frame, without alpha, as an extended one with an EXIF chunk. */
export function webpWithExif(file: Uint8Array, exif: Uint8Array, width: number, height: number): Uint8Array {
  const type = String.fromCharCode(...file.subarray(12, 16));
  const frame = file.subarray(20, 20 + new DataView(file.buffer, file.byteOffset).getUint32(16, true));
  const sides = [width - 1, height - 1].flatMap((side) => [side & 255, (side >> 8) & 255, side >> 16]);
  const hasExif = 8;
  return riff(["VP8X", Uint8Array.of(hasExif, 0, 0, 0, ...sides)], [type, frame], ["EXIF", exif]);
}
