/**
 * What a checkpoint file is: one .safetensors with the weights, the optimizer's slots and, as metadata, what they mean.
 *
 * Tensors: every weight under its name, kernels of bytes with the scales of their channels behind it (`.scale`), slots as
 * `optimizer.<slot>.<weight>`. Metadata: formatVersion, numerics, spec, compile, step, extra (record.ts). A file may come
 * from a stranger: its weights are compared with its own spec (stored.ts) before memory is taken for the model. save.ts
 * writes it.
 */
import type { CompileSpec, ModelSpec } from "../engine/protocol.js";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { ByteFile } from "../platform/byte-file.js";
import { invalidFile, NOT_OURS, parseJson } from "./invalid-file.js";
import { type CheckpointRecord, decodeRecord } from "./record.js";
import { readSafetensors, type Tensor } from "./safetensors.js";

/** Rises when a reader of before could not read the file: since 2 kernels may be smaller than 32 bits a value. */
export const FORMAT_VERSIONS = ["1", "2"] as const;

/** What the header of a file says. `spec` and `compile` are not checked yet: Rust does that. */
export interface Checkpoint {
  readonly spec: ModelSpec;
  readonly compile: CompileSpec | null;
  readonly numerics: number;
  readonly step: number;
  readonly record: CheckpointRecord;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Of the spec, of compile options: the most layers that a model may have take half of it. */
const LONGEST_JSON = 1_000_000;

/** Reads the header of a file. Errors: CHECKPOINT_INVALID. */
export async function readCheckpoint(where: string, file: ByteFile): Promise<Checkpoint> {
  const { metadata, tensors } = await readSafetensors(where, file);
  const entry = (name: string): string => {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (value !== undefined) return value;
    throw invalidFile(where, `the file's metadata has no "${name}"`, "give a file that model.save() wrote");
  };
  const json = (name: string): unknown => {
    const text = entry(name);
    if (text.length > LONGEST_JSON) {
      throw invalidFile(where, `"${name}" of the file has ${text.length} characters`, `at most ${LONGEST_JSON}`);
    }
    return parseJson(where, `"${name}" of the file`, text);
  };
  const count = (name: string): number => {
    const value = json(name);
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
    throw invalidFile(where, `"${name}" of the file is ${show(value)}`, "it must be a whole number below 2^32");
  };
  const version = entry("formatVersion");
  if (!FORMAT_VERSIONS.some((known) => known === version)) {
    const known = FORMAT_VERSIONS.join(" and ");
    throw invalidFile(
      where,
      `the file's formatVersion is ${show(version)}`,
      `this version of the package reads ${known}`,
    );
  }
  return {
    spec: json("spec") as ModelSpec,
    compile: json("compile") as CompileSpec | null,
    numerics: count("numerics"),
    step: count("step"),
    record: decodeRecord(where, entry("extra")),
    tensors,
  };
}

/** Waits for what Rust makes of a file's spec; what it refuses is the file's fault. */
export async function inFile<T>(where: string, answer: Promise<T>): Promise<T> {
  const faults: readonly ErrorCode[] = ["INVALID_SPEC", "SHAPE_MISMATCH", "CHECKPOINT_INVALID"];
  return answer.catch((cause: unknown) => {
    if (!(cause instanceof FashionWasmError && faults.includes(cause.code))) throw cause;
    // The file that only predicts says where, not why.
    const advice = cause.message.endsWith("refused") ? ` → ${NOT_OURS}, or by a later version` : "";
    throw new FashionWasmError("CHECKPOINT_INVALID", `${where}: in the file: ${cause.message}${advice}`, { cause });
  });
}
