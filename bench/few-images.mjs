/**
 * Transfer learning from few images: `node bench/few-images.mjs` trains a base on Fashion-MNIST without three of its classes, gives
 * `fineTune` 20 training images of each of these, drawn by five seeds, and prints the accuracies on the three classes' 3,000 test
 * images, with their median. `node bench/few-images.mjs command` does the same by `fashion-wasm train --from`, on folders of PNG files;
 * `node bench/few-images.mjs tune` compares designs on other draws and on held-out training images: the test images choose nothing.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** @type {typeof import("fashion-wasm")} */
const api = await import(new URL("../dist/node/index.js", import.meta.url).href);
const mode = process.argv[2] ?? "api";
/** Each with the augmentation that did a little better on held-out images. */
const GROUPS = [
  { classes: ["Sandal", "Sneaker", "Bag"], tones: false },
  { classes: ["Pullover", "Coat", "Shirt"], tones: true },
];
const EACH = 20;
const SEEDS = mode === "tune" ? [101, 102, 103, 104, 105] : [1, 2, 3, 4, 5];

/** @typedef {import("fashion-wasm").Dataset} Dataset */
/** @typedef {{ name: string, freeze: boolean | string, from: "base" | "nothing", learningRate: number, epochs: number }} Design */

/** The first is what is measured, and what `train --from` does. @type {readonly Design[]} */
const DESIGNS = [
  { name: "no layer frozen", from: "base", freeze: false, learningRate: 5e-4, epochs: 150 },
  { name: "first block frozen", from: "base", freeze: "block1", learningRate: 5e-4, epochs: 150 },
  { name: "convolutions frozen", from: "base", freeze: "flatten", learningRate: 5e-4, epochs: 150 },
  { name: "all frozen", from: "base", freeze: true, learningRate: 3e-3, epochs: 150 },
  { name: "from scratch", from: "nothing", freeze: false, learningRate: 1e-3, epochs: 150 },
];

/** The base: two blocks, with augmentation at the head, which `fineTune` keeps. @param {number} units @param {boolean} tones */
function layers(units, tones) {
  const { conv2d, batchNormalization, relu, maxPooling2d, dropout, dense } = api;
  /** @param {number} filters @param {string} name */
  const block = (filters, name) => [
    conv2d({ filters, kernelSize: 3, padding: "same" }),
    batchNormalization(),
    relu(),
    maxPooling2d({ name }),
  ];
  return [
    ...augmentation(tones),
    api.rescaling({ scale: 1 / 255 }),
    ...block(32, "block1"),
    ...block(64, "block2"),
    api.flatten({ name: "flatten" }),
    dense({ units: 128 }),
    batchNormalization(),
    relu(),
    dropout({ rate: 0.3 }),
    dense({ units }),
  ];
}

/**
 * With `tones` contrast and brightness vary, so that shapes count, by which pullovers, coats and shirts differ; else pieces are erased.
 *
 * @param {boolean} tones
 */
function augmentation(tones) {
  const side = 2 / 28;
  return [
    api.randomFlip({ mode: "horizontal" }),
    api.randomTranslation({ heightFactor: side, widthFactor: side, fillMode: "constant" }),
    api.randomZoom({ heightFactor: 0.1, fillMode: "constant" }),
    ...(tones
      ? [api.randomContrast({ factor: [0.8, 0.8] }), api.randomBrightness({ factor: 0.15 })]
      : [api.randomErasing({ factor: [0.5, 0.5], scale: [0.02, 0.2], fillValue: 0 })]),
  ];
}

/**
 * The first `EACH` images of each class in an order drawn by `seed`.
 *
 * @param {Dataset} data @param {number} seed
 */
function draw(data, seed) {
  /** @type {Map<string | null, number>} */
  const drawn = new Map();
  return data.shuffle(seed).filter(({ className }) => {
    const count = (drawn.get(className) ?? 0) + 1;
    drawn.set(className, count);
    return count <= EACH;
  });
}

/**
 * @param {string} file @param {Dataset} few @param {Dataset} test @param {typeof GROUPS[number]} group @param {number} seed
 * @param {Design} design
 */
async function accuracyOf(file, few, test, { classes, tones }, seed, { from, freeze, learningRate, epochs }) {
  const base = from === "base" ? await api.loadModel(file) : null;
  const model = base
    ? await api.fineTune(base, { classes, freeze, seed })
    : await api.sequential(layers(classes.length, tones), { inputShape: [28, 28, 1], seed });
  model.compile({
    optimizer: api.adamw({ learningRate, weightDecay: 0.05 }),
    loss: api.sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
    metrics: ["accuracy"],
  });
  await model.fit(few, { epochs, batchSize: 16, verbose: 0 });
  const { accuracy = Number.NaN } = await model.evaluate(test);
  await model.dispose();
  await base?.dispose();
  return accuracy;
}

/** @param {string} folder @param {Dataset} data */
async function writeImages(folder, data) {
  const encode = await api.pngEncoder();
  for (const { image, className, index } of data) {
    mkdirSync(join(folder, String(className)), { recursive: true });
    const file = join(folder, String(className), `${String(index).padStart(5, "0")}.png`);
    const pixels = /** @type {Uint8Array<ArrayBuffer>} */ (image);
    writeFileSync(file, encode({ data: pixels, width: 28, height: 28, channels: 1 }));
  }
}

/**
 * The same by the command line.
 *
 * @param {string} folder @param {string} file @param {Dataset} few @param {number} seed
 */
async function accuracyOfCommand(folder, file, few, seed) {
  rmSync(join(folder, "train"), { recursive: true, force: true });
  await writeImages(join(folder, "train"), few);
  const program = fileURLToPath(new URL("../dist/node/cli.js", import.meta.url));
  const options = [
    "--data",
    folder,
    "--from",
    file,
    "--freeze",
    "none",
    "--seed",
    String(seed),
    "--out",
    join(folder, "run"),
    "--force",
  ];
  const ended = spawnSync(process.execPath, [program, "train", ...options, "--json"], { encoding: "utf8" });
  return JSON.parse(ended.stdout).testAccuracy;
}

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const data = await api.loadFashionMnist();
const folder = mkdtempSync(join(tmpdir(), "fashion-wasm-few-"));
for (const group of GROUPS) {
  const { classes, tones } = group;
  const isNew = (/** @type {import("fashion-wasm").Example} */ { className }) => classes.includes(className ?? "");
  const known = api.fashionMnistClassNames.filter((name) => !classes.includes(name));
  const old = data.train.filter((example) => !isNew(example)).withClassNames(known);
  const fresh = data.train.filter(isNew).withClassNames(classes);
  const [pool, heldOut] = mode === "tune" ? fresh.split(0.5, { seed: 9 }) : [fresh, fresh];
  const test = mode === "tune" ? heldOut.take(3000) : data.test.filter(isNew).withClassNames(classes);

  const begun = performance.now();
  const base = await api.sequential(layers(known.length, tones), { inputShape: [28, 28, 1], seed: 1 });
  const epochs = 5;
  const totalSteps = epochs * Math.ceil(old.length / 128);
  base.compile({
    optimizer: api.adam({ learningRate: api.oneCycle({ maxLearningRate: 0.004, totalSteps }) }),
    loss: api.sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
    metrics: ["accuracy"],
  });
  const { history } = await base.fit(old, { epochs, batchSize: 128, verbose: 0 });
  const file = join(folder, "base.safetensors");
  await base.save(file, { optimizer: false });
  await base.dispose();
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${classes.join(", ")}: base trained on the other ${known.length} classes in ${seconds.toFixed(0)} s, accuracy ${history.accuracy?.at(-1)?.toFixed(4)}`,
  );
  if (mode === "command") await writeImages(join(folder, "test"), test);
  for (const design of mode === "tune" ? DESIGNS : DESIGNS.slice(0, 1)) {
    const found = [];
    for (const seed of SEEDS) {
      const few = draw(pool, seed);
      found.push(
        await (mode === "command"
          ? accuracyOfCommand(folder, file, few, seed)
          : accuracyOf(file, few, test, group, seed, design)),
      );
    }
    const all = found.map((value) => value.toFixed(4)).join(" ");
    console.log(`  ${design.name}: ${all}, median ${median(found).toFixed(4)}`);
  }
  rmSync(join(folder, "test"), { recursive: true, force: true });
}
rmSync(folder, { recursive: true, force: true });
process.exit(0);
