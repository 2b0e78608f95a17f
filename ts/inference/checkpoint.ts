/**
 * A checkpoint as far as prediction needs it: the spec, the record, and where the weights lie in the file.
 *
 * crates/engine/src/checkpoint.rs says what a file holds. The optimizer's state is left where it is: its tensors are views
 * that nobody reads. Nor do `numerics` matter, the order of additions, which binds only those who go on training.
 */
import { type CheckpointRecord, decodeRecord } from "../checkpoint/record.js";
import { readSafetensors, type Tensor } from "../checkpoint/safetensors.js";
import type { ModelSpec } from "../engine/protocol.js";
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { PredictorDescription } from "./protocol.js";

/** A file whose header was read. */
export interface InferenceCheckpoint {
  /** Not checked yet: Rust does. */
  readonly spec: ModelSpec;
  readonly record: CheckpointRecord;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** One weight as `setWeight` takes it. */
export interface StoredWeight {
  readonly dtype: string;
  readonly bytes: Uint8Array;
  readonly scales: Uint8Array;
}

const FORMAT_VERSIONS = ["1", "2"];
const NOTHING = new Uint8Array();

/** Reads the header of a file that `model.save()` wrote. Errors: CHECKPOINT_INVALID. */
export function readCheckpoint(where: string, file: Uint8Array): InferenceCheckpoint {
  const { metadata, tensors } = readSafetensors(where, file);
  const { formatVersion, spec, extra = "" } = metadata;
  if (formatVersion === undefined || spec === undefined) {
    throw invalid(where, "the file is a .safetensors without a model", "give one that model.save() wrote");
  }
  if (!FORMAT_VERSIONS.includes(formatVersion)) {
    const known = FORMAT_VERSIONS.join(" and ");
    throw invalid(where, `its formatVersion is ${show(formatVersion)}`, `this version of the package reads ${known}`);
  }
  try {
    return { spec: JSON.parse(spec) as ModelSpec, record: decodeRecord(extra), tensors };
  } catch (cause) {
    if (cause instanceof FashionWasmError) throw cause;
    throw invalid(where, "its spec is no JSON", "the file is damaged or was not written by fashion-wasm");
  }
}

/** Finds every weight of the model in the file; there may be nothing else but the optimizer's state. */
export function storedWeights(
  where: string,
  { tensors }: InferenceCheckpoint,
  { weights }: PredictorDescription,
): StoredWeight[] {
  const untaken = new Set([...tensors.keys()].filter((name) => !name.startsWith("optimizer.")));
  const take = (name: string, shape: readonly number[]): Tensor => {
    const tensor = tensors.get(name);
    untaken.delete(name);
    if (tensor !== undefined && tensor.shape.join() === shape.join()) return tensor;
    const what = tensor === undefined ? "is missing" : `is ${show(tensor.shape)}`;
    throw invalid(where, `the tensor ${show(name)} ${what}`, `the spec has it as ${show(shape)}`);
  };
  const stored = weights.map(({ name, shape }) => {
    const { dtype, bytes } = take(name, shape);
    if (dtype !== "I8") return { dtype, bytes, scales: NOTHING };
    return { dtype, bytes, scales: take(`${name}.scale`, shape.slice(-1)).bytes };
  });
  const [stray] = untaken;
  if (stray === undefined) return stored;
  throw invalid(
    where,
    `the tensor ${show(stray)} belongs to no layer of the spec`,
    "the file must hold its model only",
  );
}

function invalid(where: string, received: string, expected: string): FashionWasmError {
  return new FashionWasmError("CHECKPOINT_INVALID", `${where}: ${received} → ${expected}`);
}
