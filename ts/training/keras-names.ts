/**
 * Keras' own names where this package has others: logs and histories answer to them, `logs.val_loss` is `logs.valLoss`; what
 * else is read or set by them is an error that says the right one.
 *
 * JavaScript gives `undefined` for `logs.acc`, and takes `model.stop_training = true` without an effect. The names stand
 * on prototypes: what copies, compares, freezes or writes an object goes over its own properties and does not meet them.
 */
import { FashionWasmError } from "../errors.js";
import { fixFields } from "../options/fixed-fields.js";
import { show } from "../options/show.js";
import { kerasName } from "../options/spelling.js";

const RATE = "await model.getLearningRate(), and set it with model.setLearningRate(value)";

/** What logs never have. */
const NO_LOGS = {
  acc: "it is called accuracy",
  val_acc: "it is called valAccuracy",
  lr: "it is called learningRate",
} as const;

/** What to say of a name that logs never have; undefined of any other. */
export function refusedInLogs(name: string): string | undefined {
  return Object.hasOwn(NO_LOGS, name) ? NO_LOGS[name as keyof typeof NO_LOGS] : undefined;
}

/** Names that Keras' logs may have, whether or not these do. */
const USUAL = ["valLoss", "valAccuracy", "learningRate"];

const COLUMNS = "the values of the epochs are in history.history";
const IN_COLUMNS = ["acc", "accuracy", "loss", ...USUAL, ...USUAL.map(kerasName)];
const HISTORY = prototypeOf("history", Object.fromEntries(IN_COLUMNS.map((name) => [name, COLUMNS])));

const COMPILE = "call model.compile({ optimizer, loss })";
const STOP = "call model.stopTraining()";
const NAMES = "class names come with the data: give them to the Dataset that fit() gets";

/** What Keras' models have and ours have not. */
const MODEL = refusedNames("model", {
  class_names: `it is called classNames; ${NAMES}`,
  learning_rate: RATE,
  learningRate: RATE,
  loss: COMPILE,
  lr: RATE,
  metrics: COMPILE,
  optimizer: COMPILE,
  stop_training: STOP,
  weights: "await model.getWeights(), and set them with model.setWeights()",
});

/** What a model has, and what to do instead of setting it. */
const FIXED = {
  classNames: NAMES,
  history: "make or load a new model to begin another",
  layers: "make a new model of other layers",
  stopTraining: `it is a method: ${STOP}`,
} as const;

/** The prototypes of logs, by the names that these have. */
const prototypes = new Map<string, object>();

/** Gives logs Keras' names; returns them. */
export function guardLogs<T extends object>(logs: T): T {
  const key = Object.keys(logs).join();
  const known = prototypes.get(key);
  const prototype = known ?? prototypeOf("logs", NO_LOGS, [...USUAL, ...Object.keys(logs)]);
  if (known === undefined) prototypes.set(key, prototype);
  return Object.setPrototypeOf(logs, prototype);
}

/** Gives a history Keras' names: those of its columns, and as errors those that are sought in the wrong place; returns it. */
export function guardHistory<T extends { readonly history: object }>(history: T): T {
  guardLogs(history.history);
  return Object.setPrototypeOf(history, HISTORY);
}

/** What layers can do, by their numbers. */
interface LayerAccess {
  isTrainable(layer: number): boolean;
  setTrainable(where: string, layer: number, value: unknown): void;
  adapt(layer: number, images: unknown): Promise<void>;
}

/**
 * Makes the layers of `model` refuse to be changed by assignment, but for `trainable`, and the model those assignments that Keras' users make:
 * INVALID_ARGUMENT with advice. Methods can be replaced all the same, as tests do that spy on them.
 */
export function guardModel(model: { readonly layers: readonly object[] }, access: LayerAccess): void {
  for (const [i, layer] of model.layers.entries()) {
    for (const member of Object.values(layer)) Object.freeze(member);
    const get = () => access.isTrainable(i);
    const set = (value: unknown) => access.setTrainable(`model.layers[${i}]`, i, value);
    const adapt = { value: (images: unknown) => access.adapt(i, images) };
    Object.freeze(Object.defineProperties(layer, { trainable: { get, set }, adapt }));
  }
  Object.freeze(model.layers);
  fixFields(model);
  guardPrototype(Object.getPrototypeOf(model));
}

const guarded = new WeakSet<object>();

/** Once per class. */
function guardPrototype(prototype: object): void {
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  for (const [name, advice] of Object.entries(FIXED)) {
    const own = Object.getOwnPropertyDescriptor(prototype, name);
    const get = own?.get ?? (() => own?.value as unknown);
    Object.defineProperty(prototype, name, { get, set: refuseToSet(`model.${name}`, advice), configurable: true });
  }
  Object.defineProperties(prototype, MODEL);
}

function refuseToSet(place: string, advice: string): (value: unknown) => never {
  return (value) => {
    throw new FashionWasmError("INVALID_ARGUMENT", `${place}: received ${show(value)}, it cannot be set → ${advice}`);
  };
}

/** Properties that throw when they are read or set. */
function refusedNames(owner: string, advice: Readonly<Record<string, string>>): PropertyDescriptorMap {
  const refused = ([name, what]: [string, string]): [string, PropertyDescriptor] => {
    const refuse = () => {
      throw new FashionWasmError("INVALID_ARGUMENT", `${owner}.${name}: there is no such name → ${what}`);
    };
    return [name, { get: refuse, set: refuse }];
  };
  return Object.fromEntries(Object.entries(advice).map(refused));
}

/**
 * The prototype of plain objects with names that throw when they are read, and Keras' spelling of `aliased` ones. It calls
 * itself plain, by its constructor, so that libraries for state take its objects for data; who sets a name has it.
 */
function prototypeOf(owner: string, advice: Readonly<Record<string, string>>, aliased: readonly string[] = []): object {
  const get = (name: string) =>
    function (this: Record<string, unknown>) {
      return this[name];
    };
  const aliases = aliased.map((name): [string, PropertyDescriptor] => [kerasName(name), { get: get(name) }]);
  const refused = Object.entries(refusedNames(owner, advice));
  const names = [...aliases.filter(([name]) => !aliased.includes(name)), ...refused].map(
    ([name, access]): [string, PropertyDescriptor] => {
      const set = function (this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
      };
      return [name, { ...access, set }];
    },
  );
  return Object.create(Object.prototype, { ...Object.fromEntries(names), constructor: { value: Object } });
}
