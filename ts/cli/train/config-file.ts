/**
 * `--config FILE.json`: the options of `train` in a file, by their long names in camelCase, and beside them what no command line
 * can hold: layers, the options of an optimizer, loss and metrics.
 *
 * A file goes through the parsers of the command line, so that both take and refuse the same. Options of the command line win.
 */
import { type Command, InvalidArgumentError, type Option } from "commander";
import { FashionWasmError } from "../../index.js";
import { readJson } from "../../options/json.js";
import { hint } from "../../options/nearest.js";
import { show } from "../../options/show.js";
import { UsageError } from "../exit.js";
import { readOrdinary } from "../run-folder.js";
import { augmentValue } from "./augment-option.js";
import { classWeightsValue } from "./class-weights-option.js";
import { earlyStoppingValue } from "./early-stopping-option.js";
import { scheduleValue } from "./schedule-option.js";
import { layersValue, lossValue, metricsValue, optimizerValue } from "./spec-values.js";
import { freezeValue } from "./tuning.js";

/** Makes of a value of the file what the command makes of its option; `parse` is the option's own parser of text. */
type Reader = (value: unknown, parse: (text: string) => unknown) => unknown;

const expected = (what: string, value: unknown) =>
  new InvalidArgumentError(`Expected ${what}, received ${show(value)}.`);

const text: Reader = (value, parse) => {
  if (typeof value === "string") return parse(value);
  throw expected("text", value);
};
const number: Reader = (value, parse) => {
  if (typeof value === "number") return parse(String(value));
  throw expected("a number", value);
};
const flag: Reader = (value) => {
  if (typeof value === "boolean") return value;
  throw expected("true or false", value);
};
/** A list as an array, or as the text of the command line. */
const listOf =
  (separator: string): Reader =>
  (value, parse) => {
    if (typeof value === "string") return parse(value);
    const isList = Array.isArray(value) && value.every((one) => ["string", "number"].includes(typeof one));
    if (!isList) throw expected("a list", value);
    if (separator === "," && value.some((one) => String(one).includes(","))) {
      parse(value.map((one) => String(one).replaceAll(",", " ")).join()); // a name with a comma, which text cannot have
      return value.map(String);
    }
    return parse(value.join(separator));
  };
const column: Reader = (value, parse) => {
  if (value === null) return null;
  if (typeof value === "string" || typeof value === "number") return parse(String(value));
  throw expected("the name of a column, its place, or null", value);
};

const READERS: Readonly<Record<string, Reader>> = {
  recipe: text,
  from: text,
  freeze: freezeValue,
  layers: layersValue,
  augment: augmentValue,
  epochs: number,
  batchSize: number,
  optimizer: optimizerValue,
  learningRate: number,
  schedule: scheduleValue,
  loss: lossValue,
  labelSmoothing: number,
  metrics: metricsValue,
  classWeights: classWeightsValue,
  validationSplit: number,
  earlyStopping: earlyStoppingValue,
  seed: number,
  data: text,
  classNames: listOf(","),
  imageShape: listOf("x"),
  preparation: text,
  imageColumn: text,
  labelColumn: column,
  header: flag,
  testSplit: number,
  threads: number,
  out: text,
  force: flag,
};

/** What is about how the command itself talks, and is said where it is called. */
const OF_THE_COMMAND_LINE = ["config", "print", "json", "help"];

/**
 * Reads a file of options for `command`.
 *
 * Errors: IO for a file that cannot be read; UsageError, naming the file and the option, for what is wrong in it.
 */
export async function readConfig(path: string, command: Command): Promise<Readonly<Record<string, unknown>>> {
  const read = await readOrdinary(path).catch((cause: Error) => {
    throw new FashionWasmError("IO", `--config ${path}: cannot be read: ${cause.message} → name another file`, {
      cause,
    });
  });
  if (read === null) throw new FashionWasmError("IO", `--config ${path}: nothing is there → name a file`);
  const { value, fault } = readJson(read.replace(/^\uFEFF/, ""));
  if (fault !== undefined) throw new UsageError(`--config ${path}: ${fault} → it must be one JSON object of options`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError(`--config ${path}: received ${show(value)} → it must be one JSON object of options`);
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readOne(path, name, one, command)]));
}

function readOne(path: string, name: string, value: unknown, command: Command): unknown {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (reader === undefined) throw unknownName(path, name);
  const option = command.options.find((one) => one.attributeName() === name);
  try {
    return reader(value, (said) => parsed(option, said));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`--config ${path}: ${show(name)} is ${show(value)} → ${error.message}`, { cause: error });
  }
}

function parsed(option: Option | undefined, said: string): unknown {
  return option?.parseArg === undefined ? said : option.parseArg(said, undefined);
}

function unknownName(path: string, name: string): UsageError {
  const names = Object.keys(READERS);
  if (OF_THE_COMMAND_LINE.includes(name)) {
    return new UsageError(`--config ${path}: ${show(name)} stands in the file → say --${name} on the command line`);
  }
  return new UsageError(
    `--config ${path}: unknown option ${show(name)}${hint(name, names)} → allowed: ${names.join(", ")}`,
  );
}
