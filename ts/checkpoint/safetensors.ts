/**
 * Reads .safetensors: 8 bytes that tell the header's length, the header (JSON), the tensors' bytes one after the other.
 *
 * Files may come from strangers: what the format forbids is refused, and no tensor is read or even looked at. What
 * checkpoints say is checkpoint.ts's business, values from elsewhere are floats.ts's.
 */
import { TextDecoder } from "#platform/web-globals";
import type { FashionWasmError } from "../errors.js";
import { sizeOf } from "../inputs/pixels.js";
import { readJson } from "../options/json.js";
import { show } from "../options/show.js";
import type { ByteFile } from "../platform/byte-file.js";
import { invalidFile, isObject } from "./invalid-file.js";

/** One tensor as it stands in a file: row-major, little-endian. */
export interface Tensor {
  /** The format's word, e.g. `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its bytes in the file. */
  readonly begin: number;
  readonly end: number;
}

/** A file whose header was read and checked. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

const LONGEST_HEADER = 100_000_000;

/** Every dtype of the format, by its bits. */
const DTYPES: readonly (readonly [bits: number, words: readonly unknown[]])[] = [
  [4, ["F4"]],
  [6, ["F6_E2M3", "F6_E3M2"]],
  [8, ["BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"]],
  [16, ["U16", "I16", "F16", "BF16"]],
  [32, ["U32", "I32", "F32"]],
  [64, ["U64", "I64", "F64", "C64"]],
];

/**
 * Reads the header of a .safetensors file, and where its tensors are.
 *
 * @param where opens the error messages.
 * @throws FashionWasmError CHECKPOINT_INVALID for what is no such file, or one that is damaged; IO.
 * @see https://github.com/huggingface/safetensors#format
 */
export async function readSafetensors(where: string, file: ByteFile): Promise<Safetensors> {
  const refuse = refusalOf(where);
  if (file.size < 8) throw refuse(`the file has ${file.size} bytes`, "it must have at least 8");
  const first = await file.read(0, 8);
  const length = Number(new DataView(first.buffer, first.byteOffset).getBigUint64(0, true));
  const longest = Math.min(file.size - 8, LONGEST_HEADER);
  if (length > longest) throw refuse(`the header has ${length} bytes`, `in this file it can have ${longest}`);
  const start = 8 + length;
  const text = textOf(await file.read(8, start));
  const { value: header, fault = "cannot be read" } = text?.startsWith("{") ? readJson(text) : {};
  if (!isObject(header)) throw refuse(`the header ${fault}`, "it must be a JSON object in UTF-8");
  const { __metadata__: metadata = {} } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw refuse(`"__metadata__" is ${show(metadata)}`, "it must be an object of strings");
  }
  const tensors = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => [name, tensorOf(refuse, name, entry, start, file.size)] as const);
  checkPlaces(refuse, tensors, start, file.size);
  return { metadata: metadata as Record<string, string>, tensors: new Map(tensors) };
}

type Refusal = (received: string, expected: string) => FashionWasmError;

function refusalOf(where: string): Refusal {
  return (received, expected) =>
    invalidFile(where, received, `${expected}; the file is damaged or no .safetensors file`);
}

function textOf(bytes: Uint8Array): string | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Its data begin at byte `start` of the file. */
function tensorOf(refuse: Refusal, name: string, entry: unknown, start: number, size: number): Tensor {
  const which = `the tensor ${show(name)}`;
  if (!isObject(entry)) throw refuse(`${which} is ${show(entry)}`, "it must be { dtype, shape, data_offsets }");
  const { dtype, shape, data_offsets: offsets } = entry;
  const bits = DTYPES.find(([, words]) => words.includes(dtype))?.[0];
  if (bits === undefined) throw refuse(`${which} has the dtype ${show(dtype)}`, 'it must be a word like "F32"');
  if (!areSizes(shape)) throw refuse(`${which} has the shape ${show(shape)}`, "it must be whole numbers ≥ 0");
  const [begin = 0, end = -1] = areSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin > end || end > size - start) {
    throw refuse(
      `${which} has the data_offsets ${show(offsets)}`,
      `it must be [begin, end] within ${size - start} bytes`,
    );
  }
  if (sizeOf(shape) * bits !== (end - begin) * 8) {
    throw refuse(`${which} has ${end - begin} bytes`, `${String(dtype)} ${show(shape)} takes another number of them`);
  }
  return { dtype: String(dtype), shape, begin: start + begin, end: start + end };
}

/** Tensors fill the data: they do not overlap, and leave no hole in which something could hide. */
function checkPlaces(
  refuse: Refusal,
  tensors: readonly (readonly [string, Tensor])[],
  start: number,
  size: number,
): void {
  let filled = start;
  for (const [name, { begin, end }] of [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled) {
      throw refuse(`the tensor ${show(name)} begins at byte ${begin - start}`, `it must begin at ${filled - start}`);
    }
    filled = end;
  }
  if (filled !== size) throw refuse(`the data has ${size - start} bytes`, `its tensors end at ${filled - start}`);
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
