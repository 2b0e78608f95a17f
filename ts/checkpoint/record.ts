/**
 * What a checkpoint says beyond weights, spec and optimizer: the model's name, its epochs, the classes' names.
 *
 * It travels as the `extra` JSON of the checkpoint file, which the engine carries without reading it. A file may come
 * from a stranger, so every member is checked.
 */
import { FashionWasmError } from "../errors.js";
import { show } from "../options/show.js";
import type { EpochRecord } from "../training/history.js";

/** The part of a checkpoint that TypeScript owns. */
export interface CheckpointRecord {
  readonly name: string;
  readonly classNames: readonly string[] | null;
  readonly epochs: readonly EpochRecord[];
}

const NAMELESS: CheckpointRecord = { name: "sequential", classNames: null, epochs: [] };

/** Writes a record as JSON; a loss that is not finite becomes null. */
export function encodeRecord({ name, classNames, epochs }: CheckpointRecord): string {
  return JSON.stringify({ name, classNames, epochs });
}

/** Reads a record; an empty string is one without anything. Members it does not know are left for later versions. */
export function decodeRecord(extra: string): CheckpointRecord {
  if (extra === "") return NAMELESS;
  const value = parse(extra);
  if (!isObject(value)) throw invalid("extra", value, "an object");
  const { name = NAMELESS.name, classNames = null, epochs = [] } = value;
  if (typeof name !== "string") throw invalid("name", name, "a string");
  if (classNames !== null && !isStrings(classNames)) throw invalid("classNames", classNames, "an array of strings");
  if (!Array.isArray(epochs)) throw invalid("epochs", epochs, "an array");
  return { name, classNames, epochs: epochs.map(epochRecord) };
}

function epochRecord(value: unknown): EpochRecord {
  if (!isObject(value)) throw invalid("epochs", value, "an array of objects");
  const { epoch } = value;
  if (typeof epoch !== "number" || !Number.isSafeInteger(epoch) || epoch < 0) {
    throw invalid("epoch", epoch, "a whole number ≥ 0");
  }
  return {
    epoch,
    loss: mean(value, "loss"),
    accuracy: mean(value, "accuracy"),
    ...("valLoss" in value && { valLoss: mean(value, "valLoss") }),
    ...("valAccuracy" in value && { valAccuracy: mean(value, "valAccuracy") }),
  };
}

function mean(record: Record<string, unknown>, member: string): number {
  const value = record[member];
  if (value === null) return Number.NaN;
  if (typeof value !== "number") throw invalid(member, value, "a number or null");
  return value;
}

function parse(extra: string): unknown {
  try {
    return JSON.parse(extra);
  } catch (cause) {
    throw new FashionWasmError(
      "CHECKPOINT_INVALID",
      `loadModel: the record of the file is no JSON → the file is damaged or was not written by fashion-wasm`,
      { cause },
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function invalid(member: string, received: unknown, expected: string): FashionWasmError {
  return new FashionWasmError(
    "CHECKPOINT_INVALID",
    `loadModel: "${member}" in the record of the file is ${show(received)} → expected ${expected}; the file is damaged or was not written by fashion-wasm`,
  );
}
