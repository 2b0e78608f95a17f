/**
 * A layer, an optimizer or a schedule is its file and its line in the table: nothing else in the package knows it by name, so
 * that one that is added is known everywhere at once.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LAYERS, LOSSES, METRICS, OPTIMIZERS, SCHEDULES } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { augmentText } from "../../ts/cli/train/augment-option.js";
import { scheduleText } from "../../ts/cli/train/schedule-option.js";

/** Files that choose layers and optimizers, as a user does. */
const CHOOSING = /^(?:recipes\/(?:quick|seed)|cli\/bench\/(?:nets|measure)|cli\/evaluate)\.ts$/;

/** Who else may name some, and why. Of another one nobody should need to know. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  // Examples in messages.
  "layers/check-layers.ts": ["flatten", "dense"],
  "evaluation/evaluate-classifier.ts": ["flatten", "dense"],
  "cli/wording.ts": ["flatten", "dense"],
  "cli/train/spec-values.ts": ["flatten", "dense", "adam"],
  "cli/train/help.ts": ["adamw", "dense"],
  // How a model is trained that begins with another.
  "cli/train/tuning.ts": ["adamw"],
  "checkpoint/tensor-names.ts": ["conv2d"],
  "model/model-context.ts": ["adam"],
  // Its options are adam's.
  "optimizers/adamw.ts": ["adam"],
  "optimizers/nadam.ts": ["adam"],
  // Words for each.
  "schedules/describe-rate.ts": [
    "piecewiseConstantDecay",
    "polynomialDecay",
    "cosineDecay",
    "cosineDecayRestarts",
    "exponentialDecay",
    "oneCycle",
  ],
  // Which have an end.
  "schedules/schedule-length.ts": ["polynomialDecay", "cosineDecay", "oneCycle"],
  // Words and defaults of the command line, which has them all (below).
  "cli/train/schedules.ts": Object.keys(SCHEDULES),
  "cli/train/schedule-option.ts": Object.keys(SCHEDULES),
  "cli/train/augmentations.ts": Object.keys(LAYERS).filter((name) => name.startsWith("random")),
  "cli/explore/augmented.ts": ["flatten", "sgd"],
  // Names in messages and documentation.
  "cli/train/augment-option.ts": ["randomFlip"],
  // A model for photos ends in logits.
  "cli/train.ts": ["dense"],
  // The layer that tells classes apart; an example in a message.
  "model/fine-tune-plan.ts": ["dense", "randomFlip"],
  // What may stand among augmentation; an example in a message; a model that ends and compiles.
  "model/augmented-sheet.ts": ["rescaling", "normalization", "randomFlip", "flatten", "sgd"],
  // Where branches meet.
  "layers/blocks.ts": ["concatenate", "conv2d"],
  // A sentence.
  "report/sections/curves.ts": ["dropout"],
  // Messages.
  "inputs/input-range-check.ts": ["rescaling"],
  "model/adapt.ts": ["normalization"],
};

const sources = resolve("ts");
const files = readdirSync(sources, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, code: withoutComments(readFileSync(join(sources, name), "utf8")) }));

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");
}

const fileOf = (name: string) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

/** Files that name it, without its own, the table, and those that may. */
function namedIn(name: string, own: string, table: string): string[] {
  return files
    .filter(({ name: file }) => file !== own && file !== table && !CHOOSING.test(file))
    .filter(({ name: file, code }) => new RegExp(`\\b${name}\\b`).test(code) && !KNOWN[file]?.includes(name))
    .map(({ name: file }) => file);
}

describe.each([
  ["layers", LAYERS],
  ["optimizers", OPTIMIZERS],
  ["schedules", SCHEDULES],
] as const)("the table of %s", (room, table) => {
  it.each(Object.keys(table))("has %s under its own name, in a file of its own", (name) => {
    const make = (table as Readonly<Record<string, unknown>>)[name];
    expect(make).toHaveProperty("name", name);
    const own = `${room}/${fileOf(name)}`;
    expect(existsSync(join(sources, own))).toBe(true);
    expect(files.find(({ name: file }) => file === own)?.code).toContain(`readonly type: "${name}"`);
  });

  // `activation` is also what many call an option, and `add` what sets do.
  it.each(Object.keys(table).filter((name) => name !== "activation" && name !== "add"))(
    "is where %s is known by name",
    (name) => {
      expect(namedIn(name, `${room}/${fileOf(name)}`, `${room}/${room}.ts`)).toEqual([]);
    },
  );
});

it.each(Object.keys(SCHEDULES))("the command line takes %s", (name) => {
  expect(scheduleText(name)).toMatchObject({ type: expect.any(String) });
});

it.each(Object.keys(LAYERS).filter((name) => name.startsWith("random")))("the command line augments by %s", (name) => {
  expect(augmentText(name)).toEqual([expect.objectContaining({ type: name })]);
});

it.each([
  ["losses", LOSSES],
  ["metrics", METRICS],
] as const)("the table of %s has each under its own name", (_, table) => {
  for (const [name, make] of Object.entries(table)) expect(make()).toHaveProperty("type", name);
});

/** The same in Rust: who may name layers and optimizers beside their own files and the registry. */
const KNOWN_IN_RUST: Readonly<Record<string, readonly string[]>> = {
  // Rules on what stands beside what.
  "graph/rewrite/batch_norm.rs": ["batchNormalization", "conv2d"],
  "graph/rewrite/pooling.rs": ["batchNormalization", "conv2d", "maxPooling2d"],
  // Which changes of the order of additions touch a model.
  "graph/mod.rs": ["conv2d"],
  // A normalization's batch comes together between two segments.
  "plan/nodes.rs": ["batchNormalization"],
  "plan/mod.rs": ["batchNormalization"],
  "executor/batch_statistics.rs": ["batchNormalization"],
  // What a layer may have absorbed.
  "layers/traits.rs": ["batchNormalization"],
  "layers/dense.rs": ["batchNormalization"],
  "layers/convolution/mod.rs": ["batchNormalization"],
  "layers/convolution/epilogue.rs": ["batchNormalization"],
  // A layer that is two.
  "graph/rewrite/parts.rs": ["conv2d", "depthwiseConv2d", "separableConv2d"],
  "layers/separable_conv2d.rs": ["conv2d", "depthwiseConv2d"],
  // The same with another default.
  "optimizers/adamw.rs": ["adam"],
  // Rates are checked alike.
  "layers/spatial_dropout2d.rs": ["dropout"],
  // Tests of all of them.
  "layers/augmentation_keras.rs": [
    "randomFlip",
    "randomTranslation",
    "randomRotation",
    "randomZoom",
    "randomErasing",
    "randomContrast",
    "randomBrightness",
  ],
  // A domain of random numbers.
  "random.rs": ["dropout"],
  // How far convolutions read ahead.
  "lib.rs": ["conv2d"],
};

const crate = resolve("crates/engine/src");
const rust = readdirSync(crate, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".rs"))
  .map((name) => ({ name, code: withoutTests(withoutComments(readFileSync(join(crate, name), "utf8"))) }));

function withoutTests(source: string): string {
  return source.replace(/#\[cfg\(test\)\]\nmod tests \{[\s\S]*$/, "");
}

/** As a type (`Conv2d`, `Conv2dSpec`) or a module (`conv2d::`); methods such as `flatten()` are none. */
function rustName(name: string): RegExp {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const pascal = name[0]?.toUpperCase() + name.slice(1);
  return new RegExp(`\\b${pascal}(?:Spec)?\\b|\\b${snake}::|"${name}"`);
}

describe.each([
  ["layers", LAYERS],
  ["optimizers", OPTIMIZERS],
] as const)("the registry of %s", (room, table) => {
  // `Add` is also a way of handing a gradient on, and activations are part of layers and losses.
  it.each(Object.keys(table).filter((name) => name !== "add" && name !== "activation"))(
    "is where %s is known by name",
    (name) => {
      const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const own = (file: string) =>
        file === `${room}/mod.rs` ||
        file === `${room}/${snake}.rs` ||
        // What convolutions share has kernels of their names.
        (snake.endsWith("conv2d") && file.startsWith("layers/convolution/"));
      expect(rust.some(({ name: file }) => file === `${room}/${snake}.rs`)).toBe(true);
      const named = rust.filter(({ name: file, code }) => !own(file) && rustName(name).test(code));
      expect(named.map(({ name: file }) => file).filter((file) => !KNOWN_IN_RUST[file]?.includes(name))).toEqual([]);
    },
  );
});

it("names nobody in Rust who need not know", () => {
  for (const [file, names] of Object.entries(KNOWN_IN_RUST)) {
    const code = rust.find(({ name }) => name === file)?.code ?? "";
    expect([file, names.filter((name) => !rustName(name).test(code))]).toEqual([file, []]);
  }
});

it("names nobody who need not know", () => {
  for (const [file, names] of Object.entries(KNOWN)) {
    const code = files.find(({ name }) => name === file)?.code ?? "";
    expect([file, names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))]).toEqual([file, []]);
  }
});
