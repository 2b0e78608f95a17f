/**
 * The size that an image's header declares, read before anything is decoded: `--max-pixels` must hold before memory is taken.
 *
 * PNG: its first chunk. JPEG: the first frame header (SOF) among the segments. WebP: the canvas (VP8X), or the frame (VP8, VP8L).
 */

/** Columns and rows; null of what is no PNG, JPEG or WebP, or declares no size: the classifier says what is wrong with it. */
export function declaredSize(file: Buffer): readonly [width: number, height: number] | null {
  try {
    if (file.toString("latin1", 0, 8) === "\x89PNG\r\n\x1a\n") return pngSize(file);
    if (file.readUInt16BE(0) === 0xffd8) return jpegSize(file);
    if (file.toString("latin1", 0, 4) === "RIFF" && file.toString("latin1", 8, 12) === "WEBP") return webpSize(file);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // it ends before its size
  }
  return null;
}

function pngSize(file: Buffer): [number, number] | null {
  if (file.toString("latin1", 12, 16) !== "IHDR") return null;
  return [file.readUInt32BE(16), file.readUInt32BE(20)];
}

/** Markers without a segment: TEM, RST0 to RST7, SOI. */
function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15; DHT, JPG and DAC have numbers among them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpegSize(file: Buffer): [number, number] | null {
  for (let at = 2; at < file.length; ) {
    // Whatever stands between segments is skipped, as decoders do.
    at = file.indexOf(0xff, at);
    if (at < 0) return null;
    while (file[at] === 0xff) at++;
    const marker = file[at++] ?? 0;
    if (marker === 0 || standsAlone(marker)) continue;
    if (isFrame(marker)) return [file.readUInt16BE(at + 5), file.readUInt16BE(at + 3)];
    at += file.readUInt16BE(at);
  }
  return null;
}

function webpSize(file: Buffer): [number, number] | null {
  const kind = file.toString("latin1", 12, 16);
  if (kind === "VP8X") return [file.readUIntLE(24, 3) + 1, file.readUIntLE(27, 3) + 1];
  if (kind === "VP8 ") return [file.readUInt16LE(26) & 0x3fff, file.readUInt16LE(28) & 0x3fff];
  if (kind !== "VP8L") return null;
  const bits = file.readUInt32LE(21);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
}
