/**
 * Names of PyTorch's and Keras' files as trainers leave them: what lies around a network is taken off, what is strange is
 * named alone, and what only a person can know is offered.
 */
import { readFileSync } from "node:fs";
import {
  batchNormalization,
  conv2d,
  dense,
  flatten,
  type Layer,
  type LoadWeightsOptions,
  type Model,
  maxPool2d,
  sequential,
} from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Header, safetensorsFile, withHeader } from "../checkpoint/safetensors-file.js";
import { netL } from "./garments.js";
import { refusal } from "./refusal.js";

/** PyTorch's own file of an nn.Sequential: modules 0, 3 and 8. */
const numbered = readFileSync(new URL("../fixtures/torch-l.safetensors", import.meta.url));

/** The file under other names; an entry of zero bytes for each of `more`. */
function renamed(rename: (name: string) => string, more: readonly string[] = []): Buffer {
  return withHeader(numbered, (header) => {
    const entries = Object.entries(header);
    for (const name of Object.keys(header)) delete header[name];
    for (const [name, entry] of entries) header[name === "__metadata__" ? name : rename(name)] = entry;
    for (const name of more) (header as Header)[name] = { dtype: "F32", shape: [0], data_offsets: [0, 0] };
  });
}

let model: Model;
let expected: string;
let before: string;
beforeAll(async () => {
  model = await sequential(netL(), { inputShape: [28, 28, 1], seed: 5, threads: 1 });
  await model.loadWeights(numbered, { layout: "pytorch" });
  expected = await model.weightsSha256();
});
afterAll(() => model.dispose());

async function reset() {
  await model.setWeights((await model.getWeights()).map((weight) => ({ ...weight, data: weight.data.fill(1) })));
  before = await model.weightsSha256();
}

const named: Record<string, string> = { 0: "conv2d", 3: "conv2d_1", 8: "dense" };
const byName = (name: string) => name.replace(/^\d+/, (number) => named[number] ?? number);

describe("names that lead to the same weights", () => {
  const cases: [what: string, file: Buffer, map?: LoadWeightsOptions["map"]][] = [
    ["DataParallel and DDP", renamed((name) => `module.${name}`)],
    ["torch.compile", renamed((name) => `_orig_mod.${name}`)],
    ["torch.compile of DDP", renamed((name) => `_orig_mod.module.${name}`)],
    ["DDP of torch.compile", renamed((name) => `module._orig_mod.${name}`)],
    ["wrapped modules inside", renamed((name) => name.replace(".", "._orig_mod."))],
    ["one wrapped module of three", renamed((name) => name.replace(/^3\./, "3._orig_mod."))],
    ["activation checkpointing", renamed((name) => name.replace(".", "._checkpoint_wrapped_module."))],
    ["FSDP", renamed((name) => `_fsdp_wrapped_module.${name.replace(".", "._fsdp_wrapped_module.")}`)],
    ["an average of weights, with its counter", renamed((name) => `module.${name}`, ["n_averaged"])],
    ["a trainer's member", renamed((name) => `model.${name}`)],
    ["members in members", renamed((name) => `module.trainer.net.${name}`)],
    ["names that equal the model's, wrapped", renamed((name) => `module.${byName(name)}`)],
    ["a number among names", renamed((name) => (name.startsWith("3.") ? name : `module.${byName(name)}`))],
    [
      "a map of the names below the wrapper",
      renamed((name) => `module.features.${name}`),
      { conv2d: "features.0", conv2d_1: "features.3", dense: "features.8" },
    ],
    [
      "a map of the names as they stand",
      renamed((name) => `module.features.${name}`),
      { conv2d: "module.features.0", conv2d_1: "module.features.3", dense: "module.features.8" },
    ],
    [
      "a map of one layer, numbers for the others",
      renamed((name) => `_orig_mod.${name.replace("8.", "head.")}`),
      { dense: "head" },
    ],
    ["a map by a function", renamed((name) => `module.${byName(name)}`), (name) => name.replace("kernel", "weight")],
    ["a module that is called module", renamed((name) => `module.module.${name}`)],
  ];
  it.each(cases)("%s", async (_, file, map) => {
    await reset();
    await model.loadWeights(file, { layout: "pytorch", ...(map && { map }) });
    expect(await model.weightsSha256()).toBe(expected);
  });

  it("a layer that is called as a wrapper", async () => {
    const small = await sequential([dense({ units: 2, useBias: false, name: "module" })], { inputShape: [1] });
    const ones = { shape: [2, 1], data: new Float32Array([1, 1]) };
    await small.loadWeights(safetensorsFile({ "module.weight": ones }), { layout: "pytorch" });
    const wrapped = safetensorsFile({ "module.module.weight": ones });
    const error = await refusal(() => small.loadWeights(wrapped, { layout: "pytorch" }));
    expect(error.message).toContain('map: { "module": "module.module" }');
    expect((await small.getWeights())[0]?.data).toEqual(new Float32Array([1, 1]));
    await small.dispose();
  });

  it("Keras' names below a trainer's", async () => {
    await reset();
    const file = safetensorsFile(
      Object.fromEntries((await model.getWeights()).map((w) => [`trainer/net/${w.name.replace(".", "/")}`, w])),
    );
    await model.loadWeights(file);
    expect(await model.weightsSha256()).toBe(before);
  });
});

describe("names that do not fit", () => {
  const message = async (file: Buffer, options: LoadWeightsOptions = { layout: "pytorch" }) => {
    await reset();
    const error = await refusal(() => model.loadWeights(file, options));
    expect(error.code).toBe("CHECKPOINT_MISMATCH");
    expect(await model.weightsSha256()).toBe(before);
    return error.message.replace("loadWeights: the file's tensors are not the model's weights; ", "");
  };

  it.each([
    ["a tensor more", renamed((name) => name, ["extra.weight"]), '"extra.weight"'],
    ["a tensor more, wrapped", renamed((name) => `module.${name}`, ["module.extra.weight"]), '"module.extra.weight"'],
    ["a tensor more, outside the wrapper", renamed((name) => `module.${name}`, ["epoch"]), '"epoch"'],
    ["a module more, of a number", renamed((name) => name, ["9.weight"]), '"9.weight"'],
    [
      "a module more, before the others",
      renamed((name) => `net.${Number(name[0]) + 1}${name.slice(1)}`, ["net.0.scale"]),
      '"net.0.scale"',
    ],
  ])("%s is left over alone", async (_, file, left) => {
    expect(await message(file)).toBe(
      `left over: ${left} → leave them out of the file, or make the model of the file's layers; nothing was changed`,
    );
  });

  it("a module that is not there is missing alone", async () => {
    const file = renamed((name) => name.replace(/^3\./, "other.part."));
    const text = await message(file);
    expect(text).toMatch(/^missing: conv2d_1\.kernel \(as "conv2d_1\.weight"\), conv2d_1\.bias .*; left over: "other/);
    expect(text).toContain('map: { "conv2d_1": "other.part" }');
  });

  it.each([
    ["parts of a network", { 0: "features.0", 3: "features.3", 8: "classifier.1" }],
    ["names of another's choice", { 0: "c1", 3: "c2", 8: "fc" }],
  ])("%s: the map is offered, and loads", async (_, names: Record<string, string>) => {
    const file = renamed((name) => `module.${name.replace(/^\d+/, (number) => names[number] ?? "")}`);
    const offered = JSON.parse(/map: (\{.*?\})/.exec(await message(file))?.[1] ?? "null");
    expect(offered).toEqual({
      conv2d: `module.${names[0]}`,
      conv2d_1: `module.${names[3]}`,
      dense: `module.${names[8]}`,
    });
    await model.loadWeights(file, { layout: "pytorch", map: offered });
    expect(await model.weightsSha256()).toBe(expected);
  });

  it("offers Keras' other counts, and what a second model of a program is called", async () => {
    await reset();
    const weights = await model.getWeights();
    const counted: Record<string, string> = { conv2d: "conv2d_2", conv2d_1: "conv2d_3", dense: "dense_1" };
    const file = safetensorsFile(
      Object.fromEntries(
        weights.map((w) => [w.name.replace(/(.*)\./, (_, layer) => `sequential_1/${counted[layer]}/`), w]),
      ),
    );
    const map = JSON.parse(/map: (\{.*?\})/.exec(await message(file, {}))?.[1] ?? "null");
    await model.loadWeights(file, { map });
    expect(await model.weightsSha256()).toBe(before);
  });

  it("layers of one shape take modules in the order of their numbers, in one place only", async () => {
    const layers = (): Layer[] => [
      conv2d({ filters: 4, kernelSize: 3, padding: "same" }),
      conv2d({ filters: 4, kernelSize: 3, padding: "same", name: "second" }),
      batchNormalization(),
      maxPool2d(),
      flatten(),
      dense({ units: 2 }),
    ];
    const twins = await sequential(layers(), { inputShape: [4, 4, 4] });
    const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
    const file = (first: string, second: string) =>
      safetensorsFile({
        ...Object.fromEntries(
          [first, second].flatMap((name) => [
            [`${name}.weight`, zeros(4, 4, 3, 3)],
            [`${name}.bias`, zeros(4)],
          ]),
        ),
        "norm.weight": zeros(4),
        "norm.bias": zeros(4),
        "norm.running_mean": zeros(4),
        "norm.running_var": zeros(4),
        "out.weight": zeros(2, 16),
        "out.bias": zeros(2),
      });
    const text = async (first: string, second: string) =>
      (await refusal(() => twins.loadWeights(file(first, second), { layout: "pytorch" }))).message;
    expect(await text("body.conv10", "body.conv9")).toContain(
      'map: { "conv2d": "body.conv9", "second": "body.conv10", "batch_normalization": "norm", "dense": "out" }',
    );
    expect(await text("left.conv", "right.conv")).toContain('say by the option "map" which tensor is which');
    await twins.dispose();
  });

  it("modules in modules by the thousand are left over, and cost no time", async () => {
    const deep = (modules: number) =>
      safetensorsFile({ [`${"a.".repeat(modules)}fc.weight`]: { shape: [2, 1], data: new Float32Array([3, 4]) } });
    const small = await sequential([dense({ units: 2, useBias: false, name: "fc" })], { inputShape: [1] });
    await small.loadWeights(deep(20), { layout: "pytorch" });
    expect((await small.getWeights())[0]?.data).toEqual(new Float32Array([3, 4]));
    const began = performance.now();
    const error = await refusal(() => small.loadWeights(deep(10_000), { layout: "pytorch" }));
    expect([error.code, performance.now() - began < 2000]).toEqual(["CHECKPOINT_MISMATCH", true]);
    await small.dispose();
  });

  it("a long name is offered whole, a monstrous one not at all, and costs no time", async () => {
    const small = await sequential([dense({ units: 2, useBias: false, name: "fc" })], { inputShape: [1] });
    const file = (module: string) =>
      safetensorsFile({ [`${module}.weight`]: { shape: [2, 1], data: new Float32Array([3, 4]) } });
    const long = `${"encoder_".repeat(12)}.head`;
    const text = async (module: string) =>
      (await refusal(() => small.loadWeights(file(module), { layout: "pytorch" }))).message;
    expect(await text(long)).toContain(`map: { "fc": "${long}" }`);
    const began = performance.now();
    expect(await text(`${"a".repeat(100_000)}.`)).toContain('say by the option "map"');
    expect(performance.now() - began).toBeLessThan(2000);
    await small.dispose();
  });

  it("two networks in one file: neither is taken", async () => {
    const file = safetensorsFile(
      Object.fromEntries(
        ["student", "teacher"].flatMap((net) => [
          [`${net}.dense.weight`, { shape: [2, 1], data: new Float32Array(2) }],
          [`${net}.dense.bias`, { shape: [2], data: new Float32Array(2) }],
        ]),
      ),
    );
    const small = await sequential([dense({ units: 2 })], { inputShape: [1] });
    const error = await refusal(() => small.loadWeights(file, { layout: "pytorch" }));
    expect(error.message).toMatch(/missing: dense\.kernel.*left over: "student\.dense\.weight".*"teacher/);
    await small.dispose();
  });
});
