/**
 * What a file of options says in the package's own words: layers, optimizer, loss, metrics, as `sequential` and `compile` take
 * them. They are checked by the functions whose options they are.
 */
import { InvalidArgumentError } from "commander";
import {
  FashionWasmError,
  LAYERS,
  type Layer,
  LOSSES,
  type MadeLoss,
  type MadeMetric,
  METRICS,
  type Metric,
  OPTIMIZERS,
  type Optimizer,
} from "../../index.js";
import { show } from "../../options/show.js";
import { oneOf } from "../options.js";

/** A word with options. */
type Spec = Readonly<Record<string, unknown>> & { readonly type: string };

/** An array of layers, an object with a `type` each; options that are left out have their defaults. */
export function layersValue(value: unknown): readonly Layer[] {
  if (!Array.isArray(value) || value.length === 0) {
    const example = '[{ "type": "flatten" }, { "type": "dense", "units": 10 }]';
    throw new InvalidArgumentError(`Expected an array of layers, such as ${example}.`);
  }
  return value.map((one, place) => {
    const { type, ...options } = specOf(one, "flatten");
    try {
      return madeOf<Layer>(LAYERS, type, options);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new InvalidArgumentError(`layers[${place}] is ${show(one)}. ${error.message}`);
    }
  });
}

/** A name, or an object with a `type` and options; its learning rate stands beside it. */
export function optimizerValue(value: unknown): Optimizer {
  const { type, ...options } = specOf(value, "adam");
  const name = oneOf(Object.keys(OPTIMIZERS))(type);
  if ("learningRate" in options) {
    throw new InvalidArgumentError(
      "Its learning rate stands beside it: learningRate, and schedule for one that changes.",
    );
  }
  return madeOf<Optimizer>(OPTIMIZERS, name, options);
}

/** A name, or an object with a `type` and options. */
export function lossValue(value: unknown): MadeLoss {
  const { type, ...options } = specOf(value, "sparseCategoricalCrossentropy");
  const short = { mse: "meanSquaredError", mae: "meanAbsoluteError" } as Readonly<Record<string, string>>;
  return madeOf<MadeLoss>(LOSSES, short[type] ?? type, options);
}

/** An array of names, or of objects with a `type` and options. */
export function metricsValue(value: unknown): readonly Metric[] {
  if (!Array.isArray(value)) throw new InvalidArgumentError('Expected an array of metrics, such as ["precision"].');
  return value.map((one) => {
    const { type, ...options } = specOf(one, "precision");
    const name = oneOf(Object.keys(METRICS) as (keyof typeof METRICS)[])(type);
    return typeof one === "string" ? name : madeOf<MadeMetric>(METRICS, name, options);
  });
}

function specOf(value: unknown, example: string): Spec {
  if (typeof value === "string") return { type: value };
  if (isSpec(value)) return value;
  throw new InvalidArgumentError(
    `Expected a name, or an object such as { "type": ${show(example)} }, received ${show(value)}.`,
  );
}

function isSpec(value: unknown): value is Spec & Layer {
  return typeof value === "object" && value !== null && typeof Object(value).type === "string";
}

/** What the function of this name makes. */
function madeOf<T>(table: object, type: string, options: object): T {
  const name = oneOf(Object.keys(table))(type);
  const make = (table as Readonly<Record<string, (options: object) => T>>)[name];
  try {
    return (make as (options: object) => T)(options);
  } catch (error) {
    if (!(error instanceof FashionWasmError)) throw error;
    throw new InvalidArgumentError(`${error.message}.`);
  }
}
