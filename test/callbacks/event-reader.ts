/** Reads files of events byte by byte, by the formats' descriptions and by nothing of the package. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A number in a file. */
export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
}

export interface Events {
  readonly version: string;
  readonly scalars: readonly Scalar[];
  /** In seconds since 1970, of each event. */
  readonly times: readonly number[];
}

/** The events of each file in a folder, in the order of their names. */
export function eventsIn(folder: string): Events[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      if (!/^events\.out\.tfevents\.\d{10}\./.test(name)) throw new Error(`TensorBoard does not see ${name}`);
      return eventsOf(readFileSync(join(folder, name)));
    });
}

function eventsOf(file: Buffer): Events {
  const [scalars, times, versions]: [Scalar[], number[], string[]] = [[], [], []];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    check(file.subarray(at, at + 8), file.readUInt32LE(at + 8));
    const data = file.subarray(at + 12, at + 12 + length);
    check(data, file.readUInt32LE(at + 12 + length));
    at += length + 16;
    const event = fieldsOf(data);
    times.push((event.get(1) as Buffer).readDoubleLE());
    if (event.has(3)) versions.push(String(event.get(3)));
    if (!event.has(5)) continue;
    const value = fieldsOf(fieldsOf(event.get(5) as Buffer).get(1) as Buffer);
    const step = Number(event.get(2) ?? 0);
    scalars.push({ tag: String(value.get(1)), step, value: (value.get(2) as Buffer).readFloatLE() });
  }
  if (versions.length !== 1) throw new Error(`${versions.length} versions`);
  return { version: versions[0] as string, scalars, times };
}

/** Fields of a message of Protocol Buffers by number; of numbers that are no varints the bytes. */
function fieldsOf(message: Buffer): Map<number, Buffer | number> {
  const fields = new Map<number, Buffer | number>();
  let at = 0;
  const varint = () => {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = message[at++] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  };
  while (at < message.length) {
    const key = varint();
    const kind = key & 7;
    if (kind === 0) {
      fields.set(key >> 3, varint());
      continue;
    }
    const size = kind === 1 ? 8 : kind === 5 ? 4 : kind === 2 ? varint() : Number.NaN;
    fields.set(key >> 3, message.subarray(at, at + size));
    at += size;
  }
  if (at !== message.length) throw new Error("a field goes beyond its message");
  return fields;
}

/** CRC-32C by division, not by a table or a shift: the remainder of the bits, least significant first. */
function crc32c(bytes: Buffer): number {
  const POLYNOMIAL = 0x1edc6f41n;
  let rest = 0xffffffffn;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const top = (rest >> 31n) ^ BigInt((byte >> bit) & 1);
      rest = ((rest << 1n) & 0xffffffffn) ^ (top ? POLYNOMIAL : 0n);
    }
  }
  const mirrored = (rest ^ 0xffffffffn).toString(2).padStart(32, "0").split("").reverse().join("");
  return Number.parseInt(mirrored, 2);
}

/** "123456789" has the checksum e3069283 (RFC 3720, and every catalogue). */
if (crc32c(Buffer.from("123456789")) !== 0xe3069283) throw new Error("the reader's checksum is wrong");

function check(bytes: Buffer, masked: number): void {
  const turned = (masked - 0xa282ead8 + 2 ** 32) % 2 ** 32;
  const found = ((turned << 15) | (turned >>> 17)) >>> 0;
  if (found !== crc32c(bytes)) throw new Error("a checksum does not fit");
}
