/**
 * What a checkpoint says beyond weights, spec and optimizer: the model's name, its epochs, the classes' names.
 *
 * It is the `extra` JSON of the file's metadata. A file may come from a stranger, so every member is checked.
 */
import type { InputProfile } from "../inputs/tones.js";
import { show } from "../options/show.js";
import { isPhotoCalibration, type PhotoCalibration } from "../photo/calibration.js";
import type { EpochRecord, LogValue } from "../training/history.js";
import { invalidFile, isObject, NOT_OURS, parseJson } from "./invalid-file.js";

/** The part of a checkpoint that TypeScript owns. */
export interface CheckpointRecord {
  readonly name: string;
  readonly classNames: readonly string[] | null;
  readonly epochs: readonly EpochRecord[];
  /** How the images looked that it was trained on. */
  readonly input: InputProfile | null;
  /** What makes it a model for photos. */
  readonly photo: PhotoCalibration | null;
}

const NAMELESS: CheckpointRecord = { name: "sequential", classNames: null, epochs: [], input: null, photo: null };

/** Writes a record as JSON; a loss that is not finite becomes null. */
export function encodeRecord({ name, classNames, epochs, input, photo }: CheckpointRecord): string {
  // Left out where there is none, so that other models' files stay as they were, byte for byte.
  return JSON.stringify({ name, classNames, epochs, input, ...(photo && { photo }) });
}

/** Reads a record; what it lacks has a default, and members it does not know are left for later versions. */
export function decodeRecord(where: string, extra: string): CheckpointRecord {
  const refuse: Refusal = (member, received, expected) => {
    const what = `"${member}" in the record of the file is ${show(received)}`;
    return invalidFile(where, what, `expected ${expected}; ${NOT_OURS}`);
  };
  const value = parseJson(where, "the record of the file", extra);
  if (!isObject(value)) throw refuse("extra", value, "an object");
  const { name = NAMELESS.name, classNames = null, epochs = [], input = null, photo = null } = value;
  if (typeof name !== "string") throw refuse("name", name, "a string");
  if (classNames !== null && !isStrings(classNames)) throw refuse("classNames", classNames, "an array of strings");
  if (!Array.isArray(epochs)) throw refuse("epochs", epochs, "an array");
  return {
    name,
    classNames,
    epochs: epochs.map((epoch) => epochRecord(refuse, epoch)),
    input: isProfile(input) ? input : null,
    photo: isPhotoCalibration(photo) ? photo : null,
  };
}

type Refusal = (member: string, received: unknown, expected: string) => Error;

function epochRecord(refuse: Refusal, value: unknown): EpochRecord {
  if (!isObject(value)) throw refuse("epochs", value, "an array of objects");
  const { epoch } = value;
  if (typeof epoch !== "number" || !Number.isSafeInteger(epoch) || epoch < 0) {
    throw refuse("epoch", epoch, "a whole number ≥ 0");
  }
  const number = (member: string): number => {
    const received = logValue(value[member], 0);
    if (typeof received !== "number") throw refuse(member, value[member], "a number or null");
    return received;
  };
  const known = ["valLoss", "valAccuracy", "learningRate"].filter((member) => member in value);
  const read = { epoch, loss: number("loss"), accuracy: number("accuracy") };
  const metrics = Object.keys(value).filter((member) => !(member in read || member === "__proto__"));
  const values = metrics.map((name) => [name, known.includes(name) ? number(name) : logValue(value[name], 2)]);
  return { ...read, ...Object.fromEntries(values.filter(([, one]) => one !== undefined)) };
}

/** A number, null for one that is not finite, or arrays of them up to `depth` deep; undefined for anything else. */
function logValue(received: unknown, depth: number): LogValue | undefined {
  if (received === null) return Number.NaN;
  if (typeof received === "number") return received;
  if (!Array.isArray(received) || depth === 0) return undefined;
  const values = received.map((one) => logValue(one, depth - 1));
  return values.includes(undefined) ? undefined : (values as LogValue[]);
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** What is no profile, or one of a later version, only means that images are not compared with it. */
function isProfile(value: unknown): value is InputProfile {
  if (!isObject(value)) return false;
  const { images, bytes, min, max, background, corners, backgroundShare, contrast } = value;
  const isNumber = (one: unknown) => Number.isFinite(one);
  const areBounds = (bounds: unknown) => Array.isArray(bounds) && bounds.length === 2 && bounds.every(isNumber);
  return (
    [images, min, max, background].every(isNumber) &&
    typeof bytes === "boolean" &&
    Number(max) > Number(min) &&
    (corners === null || areBounds(corners)) &&
    areBounds(backgroundShare) &&
    areBounds(contrast)
  );
}
