/**
 * The smallest JPEG and WebP files whose pixels are known beforehand, written by hand.
 */
import { ascii, concat } from "./idx-files.js";

/**
 * A grey JPEG (ITU-T T.81, baseline) of 8 × 8 blocks, each of one tone: all that is coded of a block is how its mean differs
 * from the block's before. With quantization by 8 a coefficient is the tone itself.
 */
export function flatJpeg(tones: readonly (readonly number[])[]): Uint8Array {
  const [height, width] = [8 * tones.length, 8 * (tones[0] as readonly number[]).length];
  // Codes of four bits for the lengths 0 … 8, one of one bit for the end of a block.
  const dc = [0, 0, 0, 9, ...new Array(12).fill(0), 0, 1, 2, 3, 4, 5, 6, 7, 8];
  const ac = [1, ...new Array(15).fill(0), 0];
  let bits = "";
  let last = 128;
  for (const tone of tones.flat()) {
    const difference = tone - last;
    const length = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
    const value = difference < 0 ? difference + 2 ** length - 1 : difference;
    const coded = length === 0 ? "" : value.toString(2).padStart(length, "0");
    bits += `${length.toString(2).padStart(4, "0")}${coded}0`;
    last = tone;
  }
  const scan = (bits.padEnd(Math.ceil(bits.length / 8) * 8, "1").match(/.{8}/g) ?? []).flatMap((eight) => {
    const byte = Number.parseInt(eight, 2);
    return byte === 255 ? [255, 0] : [byte];
  });
  return concat(
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, [0, ...new Array(64).fill(8)]),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    segment(0xc4, [0x00, ...dc]),
    segment(0xc4, [0x10, ...ac]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    Uint8Array.from(scan),
    Uint8Array.of(0xff, 0xd9),
  );
}

function segment(marker: number, data: readonly number[]): Uint8Array {
  const length = data.length + 2;
  return Uint8Array.of(0xff, marker, length >> 8, length & 255, ...data);
}

/** A lossless WebP of one colour: each of the five codes has one symbol, so no bit is spent on any pixel. */
export function flatWebp(
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
): Uint8Array {
  let bits = "";
  const put = (value: number, length: number) => {
    for (let i = 0; i < length; i++) bits += (value >> i) & 1;
  };
  put(0x2f, 8);
  put(width - 1, 14);
  put(height - 1, 14);
  put(0, 4); // no alpha, version 0
  put(0, 3); // no transform, no cache of colours, one group of codes
  for (const symbol of [green, red, blue, 255]) {
    put(0b101, 3); // a simple code of one symbol of eight bits
    put(symbol, 8);
  }
  put(0b0001, 4); // distances: one symbol of one bit, 0
  const data = Uint8Array.from(bits.padEnd(Math.ceil(bits.length / 16) * 16, "0").match(/.{8}/g) ?? [], (eight) =>
    Number.parseInt([...eight].reverse().join(""), 2),
  );
  return concat(ascii("RIFF"), little(12 + data.length), ascii("WEBPVP8L"), little(data.length), data);
}

function little(value: number): Uint8Array {
  return Uint8Array.of(value, value >> 8, value >> 16, value >> 24);
}
