/**
 * A file of events as TensorBoard reads them: numbers by tags and steps.
 *
 * A record is its length, a checksum of that, an `Event` in Protocol Buffers, and a checksum of it (TensorFlow's record_writer.h,
 * event.proto, summary.proto). Values are written as `simple_value`, which every reader shows. The three messages need four kinds
 * of fields: written here, since pbf wants a TextDecoder when it is loaded, which sandboxes of test runners have not.
 */
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "./files.js";
import { ioError } from "./io-error.js";

let files = 0;

/** One file, which begins with its first values. */
export class EventFile {
  readonly #folder: string;
  #path: string | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Adds values, `[tag, step, value]` each. Errors: IO. */
  async add(values: readonly (readonly [tag: string, step: number, value: number])[]): Promise<void> {
    const events = values.map(([tag, step, value]) => scalarEvent(tag, step, value));
    try {
      if (this.#path === undefined) {
        await makeFolder(this.#folder);
        events.unshift(versionEvent());
        const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, "0");
        // TensorBoard knows its files by the word; files of one second and one process have numbers of their own.
        this.#path = join(this.#folder, `events.out.tfevents.${seconds}.fashion-wasm.${process.pid}.${files++}.v2`);
      }
      await appendFile(this.#path, Buffer.concat(events.map(recordOf)));
    } catch (cause) {
      throw ioError("write", this.#path ?? this.#folder, cause);
    }
  }
}

const versionEvent = (): Buffer => event(text(3, "brain.Event:2"));

function scalarEvent(tag: string, step: number, value: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeFloatLE(value);
  const summary = bytes(1, Buffer.concat([text(1, tag), field(2, 5, number)]));
  return event(Buffer.concat([field(2, 0, varint(step)), bytes(5, summary)]));
}

/** With the time of now, in seconds. */
function event(fields: Buffer): Buffer {
  const time = Buffer.alloc(8);
  time.writeDoubleLE(Date.now() / 1000);
  return Buffer.concat([field(1, 1, time), fields]);
}

const text = (number: number, value: string): Buffer => bytes(number, Buffer.from(value));
const bytes = (number: number, value: Buffer): Buffer => field(number, 2, Buffer.concat([varint(value.length), value]));

/** A field: its number and the kind of its value (0 varint, 1 eight bytes, 2 bytes with their length, 5 four bytes). */
function field(number: number, kind: number, value: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + kind), value]);
}

/** Seven bits a byte, the least significant first. */
function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) digits.push((rest % 128) + 128);
  return Buffer.from([...digits, rest]);
}

function recordOf(data: Uint8Array): Uint8Array {
  const record = Buffer.alloc(data.length + 16);
  record.writeBigUInt64LE(BigInt(data.length));
  record.writeUInt32LE(masked(record.subarray(0, 8)), 8);
  record.set(data, 12);
  record.writeUInt32LE(masked(data), 12 + data.length);
  return record;
}

/** The checksum as records have it: CRC-32C (RFC 3720), turned by 15 bits, and moved. Records are short: bit by bit will do. */
function masked(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0x82f63b78 ^ (crc >>> 1) : crc >>> 1;
  }
  crc = ~crc;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
