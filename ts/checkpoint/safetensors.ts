/**
 * Reads .safetensors: 8 bytes that tell the header's length, the header (JSON), the tensors' bytes one after the other.
 *
 * Files may come from strangers: what the format forbids is refused, and no tensor is copied or even looked at. What
 * checkpoints say is checkpoint.ts's business, values from elsewhere are floats.ts's.
 */
import type { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import { sizeOf } from "../training/pixels.js";
import { invalidFile, isObject } from "./invalid-file.js";

/** One tensor as it stands in a file: row-major, little-endian. */
export interface Tensor {
  /** The format's word, e.g. `F32`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** A view on the file. */
  readonly bytes: Uint8Array;
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
 * Reads the header of a .safetensors file and returns views on its tensors.
 *
 * @param where opens the error messages.
 * @throws FashionWasmError CHECKPOINT_INVALID for what is no such file, or one that is damaged.
 * @see https://github.com/huggingface/safetensors#format
 */
export function readSafetensors(where: string, file: Uint8Array): Safetensors {
  const refuse = refusalOf(where);
  if (file.length < 8) throw refuse(`the file has ${file.length} bytes`, "it must have at least 8");
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const longest = Math.min(file.length - 8, LONGEST_HEADER);
  if (length > longest) throw refuse(`the header has ${length} bytes`, `in this file it can have ${longest}`);
  const header = headerOf(file.subarray(8, 8 + length));
  if (!isObject(header)) throw refuse("the header cannot be read", "it must be a JSON object in UTF-8");
  const { __metadata__: metadata = {} } = header;
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw refuse(`"__metadata__" is ${show(metadata)}`, "it must be an object of strings");
  }
  const data = file.subarray(8 + length);
  const spans = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => spanOf(refuse, name, entry, data));
  checkPlaces(refuse, spans, data.length);
  return {
    metadata: metadata as Record<string, string>,
    tensors: new Map(spans.map(({ name, tensor }) => [name, tensor])),
  };
}

type Refusal = (received: string, expected: string) => FashionWasmError;

interface Span {
  readonly name: string;
  readonly tensor: Tensor;
  readonly begin: number;
  readonly end: number;
}

function refusalOf(where: string): Refusal {
  return (received, expected) =>
    invalidFile(where, received, `${expected}; the file is damaged or no .safetensors file`);
}

function headerOf(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith("{") ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function spanOf(refuse: Refusal, name: string, entry: unknown, data: Uint8Array): Span {
  const which = `the tensor ${show(name)}`;
  if (!isObject(entry)) throw refuse(`${which} is ${show(entry)}`, "it must be { dtype, shape, data_offsets }");
  const { dtype, shape, data_offsets: offsets } = entry;
  const bits = DTYPES.find(([, words]) => words.includes(dtype))?.[0];
  if (bits === undefined) throw refuse(`${which} has the dtype ${show(dtype)}`, 'it must be a word like "F32"');
  if (!areSizes(shape)) throw refuse(`${which} has the shape ${show(shape)}`, "it must be whole numbers ≥ 0");
  const [begin = 0, end = -1] = areSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin > end || end > data.length) {
    throw refuse(
      `${which} has the data_offsets ${show(offsets)}`,
      `it must be [begin, end] within ${data.length} bytes`,
    );
  }
  if (sizeOf(shape) * bits !== (end - begin) * 8) {
    throw refuse(`${which} has ${end - begin} bytes`, `${String(dtype)} ${show(shape)} takes another number of them`);
  }
  return { name, tensor: { dtype: String(dtype), shape, bytes: data.subarray(begin, end) }, begin, end };
}

/** Tensors fill the data: they do not overlap, and leave no hole in which something could hide. */
function checkPlaces(refuse: Refusal, spans: readonly Span[], size: number): void {
  let filled = 0;
  for (const { name, begin, end } of [...spans].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== filled)
      throw refuse(`the tensor ${show(name)} begins at byte ${begin}`, `it must begin at ${filled}`);
    filled = end;
  }
  if (filled !== size) throw refuse(`the data has ${size} bytes`, `its tensors end at ${filled}`);
}

function areSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
