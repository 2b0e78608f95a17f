// All the code of the course docs/learn.md, in its order, and the pictures of the course, drawn from what it computes.
//   node learn.mjs [folder] [data]      folder: where the pictures go, default ./learn; data: as for loadFashionMnist
import { writeFile } from "node:fs/promises";
import {
  adam,
  classProbabilities,
  conv2d,
  dataset,
  dense,
  encodePng,
  evaluateClassifier,
  flatten,
  formatClassificationReport,
  loadFashionMnist,
  lookInside,
  maxPool2d,
  pretrained,
  rescaling,
  sequential,
  sgd,
  sheetPng,
  shiftImages,
} from "fashion-wasm";
import { lineChart, matrixChart, neuronChart, numberGrid } from "./pictures/charts.mjs";
import { bright, channelOf, clipped, magnified, row as pngRow, signed, workIn } from "./pictures/pixels.mjs";

const where = workIn(process.argv[2] ?? "learn", process.argv[3]);

// ---- 1. An image is numbers

const { train, test } = await loadFashionMnist(where);
console.log(train.shape, 28 * 28, 2 ** 8);

const garment = train.image(5); // a copy of its 784 bytes, row by row
await writeFile("garments.png", await sheetPng(train.head(10), { columns: 5 }));

for (let row = 12; row < 20; row++) {
  const tones = garment.slice(28 * row + 2, 28 * row + 10); // columns 2 to 9
  console.log(Array.from(tones, (tone) => String(tone).padStart(3)).join(" "));
}

const { mean, tones } = train.statistics();
console.log(`mean tone ${mean.toFixed(1)}, black pixels ${(tones[0] / (784 * train.length)).toFixed(3)}`);

const orange = [255, 128, 0]; // red, green, blue
const coloured = Uint8Array.from({ length: 28 * 28 * 3 }, (_, i) => (garment[Math.floor(i / 3)] * orange[i % 3]) / 255);
console.log(coloured.length, 256 ** 3);
await writeFile("coloured.png", await encodePng(coloured, [28, 28, 3]));

const piece = [12, 13, 14, 15, 16, 17, 18, 19].flatMap((row) => [...garment.slice(28 * row + 2, 28 * row + 10)]);
const frame = { row: 2, column: 1, size: 3 };
await writeFile("numbers.svg", numberGrid(piece, { columns: 8, top: 12, left: 2, frame, title: "Tones of 64 pixels" }));
await writeFile("garment.png", await encodePng(magnified(garment, 28, 8), [224, 224, 1]));
// The same again, 8 times as large.
await writeFile("coloured.png", await encodePng(magnified(coloured, 28, 8, 3), [224, 224, 3]));

// ---- 2. A kernel

const patch = [0, 199, 193, 0, 201, 194, 0, 201, 197]; // rows 14 to 16, columns 3 to 5 of the garment
const blur = [1, 2, 1, 2, 4, 2, 1, 2, 1];
const sum = blur.reduce((total, weight, i) => total + weight * patch[i], 0);
console.log(sum, sum / 16);

const kernels = {
  box: [1, 1, 1, 1, 1, 1, 1, 1, 1].map((weight) => weight / 9),
  blur: blur.map((weight) => weight / 16),
  sharpen: [0, -1, 0, -1, 5, -1, 0, -1, 0],
  left: [-1, 0, 1, -2, 0, 2, -1, 0, 1],
  top: [-1, -2, -1, 0, 0, 0, 1, 2, 1],
};

async function convolve(image, kernel, inputShape = [28, 28, 1]) {
  const layer = conv2d({ filters: 1, kernelSize: 3, padding: "same", useBias: false, name: "mine" });
  const model = await sequential([layer], { inputShape, engine: "local" });
  await model.setWeights([{ name: "mine.kernel", shape: [3, 3, 1, 1], data: Float32Array.from(kernel) }]);
  const result = await model.predictOne(image);
  await model.dispose();
  return result;
}

for (const [name, kernel] of Object.entries(kernels)) {
  const result = await convolve(Uint8Array.from(patch), kernel, [3, 3, 1]);
  console.log(name.padEnd(7), result[4].toFixed(3)); // the one in the middle
}

const results = {};
for (const [name, kernel] of Object.entries(kernels)) results[name] = await convolve(garment, kernel);
console.log(results.left.length, results.left[28 * 15 + 4]); // row 15, column 4

await writeFile(
  "kernels.png",
  await pngRow([
    ["the garment", garment, 28],
    ["blur", clipped(results.blur), 28],
    ["sharpen", clipped(results.sharpen), 28],
    ["left and right edges", signed(results.left), 28],
    ["top and bottom edges", signed(results.top), 28],
  ]),
);

// ---- 3. Why a convolution keeps the space

const convolution = await sequential([conv2d({ filters: 32, kernelSize: 3 })], { inputShape: [28, 28, 1] });
const everyPixel = await sequential([flatten(), dense({ units: 26 * 26 * 32 })], { inputShape: [28, 28, 1] });
console.log(convolution.summary());
console.log(everyPixel.countParams(), everyPixel.countParams() / convolution.countParams());
await convolution.dispose();
await everyPixel.dispose();

const pooling = await sequential([maxPool2d()], { inputShape: [4, 4, 1] });
const pooled = await pooling.predictOne([1, 5, 0, 0, 2, 3, 0, 9, 4, 4, 7, 1, 4, 4, 2, 6]);
console.log(pooled);
await pooling.dispose();

const moved = shiftImages(train.slice(5, 6), { dx: 2 }).image(0);
const movedEdges = await convolve(moved, kernels.left);
console.log(results.left[28 * 15 + 4] === movedEdges[28 * 15 + 6]);

const key = (i) => (7919 * i * i) % 10007; // no two of 784 places have the same
const order = Array.from({ length: 784 }, (_, i) => i).sort((a, b) => key(a) - key(b));
function mixed({ images, labels, length, imageShape, classNames }) {
  const pixels = new Uint8Array(784 * length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = images[i - (i % 784) + order[i % 784]];
  return dataset.fromArrays({ images: pixels, labels, imageShape, classNames });
}

async function trained(layers, images, options) {
  const all = [rescaling({ scale: 1 / 255 }), ...layers];
  const model = await sequential(all, { inputShape: [28, 28, 1], seed: 1 });
  model.compile({ optimizer: adam({ learningRate: 0.001 }), loss: "sparseCategoricalCrossentropy" });
  await model.fit(images, { batchSize: 64, ...options });
  return model;
}

const networks = {
  dense: [flatten(), dense({ units: 64, activation: "relu" }), dense({ units: 10 })],
  conv: [conv2d({ filters: 16, kernelSize: 3, activation: "relu" }), maxPool2d(), flatten(), dense({ units: 10 })],
};
const some = train.head(20_000);
for (const [name, layers] of Object.entries(networks)) {
  const model = await trained(layers, some, { epochs: 3 });
  const asItIs = await model.evaluate(test);
  const shifted = await model.evaluate(shiftImages(test, { dx: 2 }));
  const other = await trained(layers, mixed(some), { epochs: 3 });
  const { accuracy } = await other.evaluate(mixed(test));
  const shown = [asItIs.accuracy, shifted.accuracy, accuracy].map((value) => value.toFixed(3)).join("  ");
  console.log(name.padEnd(5), model.countParams(), shown);
  await model.dispose();
  await other.dispose();
}

const poolEdges = await sequential([maxPool2d()], { inputShape: [28, 28, 1], engine: "local" });
await writeFile(
  "shift.png",
  await pngRow(
    [
      ["the garment", garment, 28],
      ["its edges", signed(results.left), 28],
      ["pooled", signed(await poolEdges.predictOne(results.left)), 14],
      ["moved by 2", moved, 28],
      ["its edges", signed(movedEdges), 28],
      ["pooled", signed(await poolEdges.predictOne(movedEdges)), 14],
    ],
    { columns: 3 },
  ),
);
await poolEdges.dispose();
await writeFile(
  "mixed.png",
  await pngRow([
    ["the garment", garment, 28],
    ["its pixels mixed", mixed(train.slice(5, 6)).image(0), 28],
  ]),
);

// ---- 4. A neuron

const inputs = [0.5, 1, 0.25];
const weights = [2, -1, 4];
const bias = 0.5;
const total = inputs.reduce((result, input, i) => result + input * weights[i], bias);
console.log(total, Math.max(0, total), (1 / (1 + Math.exp(-total))).toFixed(4)); // the sum, relu, sigmoid

const neuron = await sequential([dense({ units: 1, activation: "sigmoid", name: "mine" })], { inputShape: [3] });
await neuron.setWeights([
  { name: "mine.kernel", shape: [3, 1], data: Float32Array.from(weights) },
  { name: "mine.bias", shape: [1], data: Float32Array.from([bias]) },
]);
console.log((await neuron.predictOne(inputs))[0].toFixed(4));
await neuron.dispose();

const probabilities = classProbabilities([2, 1, 0], { classes: 3, activation: "linear" });
console.log(Array.from(probabilities, (value) => value.toFixed(3)));

await writeFile("neuron.svg", neuronChart(inputs, weights, bias, total, 0.82));
const xs = Array.from({ length: 81 }, (_, i) => (i - 40) / 10);
await writeFile(
  "activations.svg",
  lineChart({
    title: "What two activations make of a sum",
    x: { label: "weighted sum with bias", ticks: [-4, -2, 0, 2, 4] },
    y: { label: "output", ticks: [0, 1, 2, 3, 4] },
    lines: [
      { name: "relu", points: xs.map((x) => [x, Math.max(0, x)]) },
      { name: "sigmoid", points: xs.map((x) => [x, 1 / (1 + Math.exp(-x))]), dashed: true },
    ],
  }),
);

// ---- 5. A step of training

for (const share of [0.9, 0.5, 0.1, 0.001]) console.log(share, (-Math.log(share)).toFixed(3));

const batch = train.head(64);
async function beginner(learningRate) {
  const layers = [rescaling({ scale: 1 / 255 }), flatten(), dense({ units: 10, name: "out" })];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 1, engine: "local" });
  model.compile({ optimizer: sgd({ learningRate }), loss: "sparseCategoricalCrossentropy" });
  return model;
}

const model = await beginner(0.1);
const start = await model.getWeights();
const place = 10 * (28 * 14 + 14); // the weight from pixel (14, 14) to class 0
async function lossWith(change) {
  const changed = structuredClone(start);
  changed[0].data[place] += change;
  await model.setWeights(changed);
  return (await model.testOnBatch(batch.images, batch.labels)).loss;
}
const slope = ((await lossWith(0.05)) - (await lossWith(-0.05))) / 0.1;
await model.setWeights(start);
await model.trainOnBatch(batch.images, batch.labels);
const step = (await model.getWeights())[0].data[place] - start[0].data[place];
console.log(`slope ${slope.toFixed(4)}, step ${step.toFixed(5)}, -0.1 × slope ${(-0.1 * slope).toFixed(5)}`);
await model.dispose();

const losses = {};
for (const rate of [0.01, 0.1, 1]) {
  const fresh = await beginner(rate);
  losses[rate] = [];
  for (let i = 0; i < 50; i++) losses[rate].push((await fresh.trainOnBatch(batch.images, batch.labels)).loss);
  const [first, tenth, last] = [0, 9, 49].map((i) => losses[rate][i].toFixed(2));
  console.log(`rate ${rate}: loss ${first} at first, ${tenth} after 9 steps, ${last} after 49`);
  await fresh.dispose();
}

await writeFile(
  "learning-rate.svg",
  lineChart({
    title: "The same 64 images, 50 steps",
    x: { label: "steps done", ticks: [0, 10, 20, 30, 40, 50] },
    y: { label: "loss", ticks: [0, 5, 10, 15, 20, 25] },
    lines: Object.entries(losses)
      .sort(([a], [b]) => a - b)
      .map(([rate, values]) => ({ name: `rate ${rate}`, points: values.map((loss, i) => [i, loss]) })),
  }),
);

// ---- 6. Epochs, and learning by heart

const layers = [
  conv2d({ filters: 8, kernelSize: 5, activation: "relu" }),
  maxPool2d(),
  flatten(),
  dense({ units: 64, activation: "relu" }),
  dense({ units: 10 }),
];
const [toLearn, heldOut] = train.split(5 / 6, { seed: 1 }); // 50,000 and 10,000 images, dealt at random
const few = toLearn.head(1_000);
const byHeart = await trained(layers, few, { epochs: 40, batchSize: 32, validationData: heldOut.head(1_000) });
const { loss, accuracy, valLoss, valAccuracy } = byHeart.history.history;
const best = valLoss.indexOf(Math.min(...valLoss));
for (const epoch of [0, best, 39]) {
  const seen = `seen: loss ${loss[epoch].toFixed(2)}, accuracy ${accuracy[epoch].toFixed(3)}`;
  const unseen = `unseen: loss ${valLoss[epoch].toFixed(2)}, accuracy ${valAccuracy[epoch].toFixed(3)}`;
  console.log(`epoch ${epoch + 1}: ${seen}; ${unseen}`);
}

await writeFile(
  "overfitting.svg",
  lineChart({
    title: "1,000 images, seen 40 times",
    x: { label: "epoch", ticks: [0, 10, 20, 30, 40] },
    y: { label: "loss", ticks: [0, 0.5, 1, 1.5, 2] },
    lines: [
      { name: "images trained on", points: loss.map((value, i) => [i + 1, value]) },
      { name: "images held out", points: valLoss.map((value, i) => [i + 1, value]), dashed: true },
    ],
  }),
);

// ---- 7. What a model looks at

const classifier = await trained(layers, toLearn, { epochs: 3, batchSize: 128 });
const inside = await lookInside(classifier, garment);
for (const { layer, shape } of inside.kernels) console.log("kernels", layer, shape);
for (const { layer, shape } of inside.featureMaps) console.log("maps", layer, shape);

const [{ values: learned }] = inside.kernels;
const eight = [0, 1, 2, 3, 4, 5, 6, 7];
await writeFile(
  "learned.png",
  await pngRow(
    eight.map((k) => [`kernel ${k}`, signed(channelOf(learned, 8, k)), 5]),
    { size: 100 },
  ),
);
const [{ values: maps }] = inside.featureMaps;
await writeFile(
  "maps.png",
  await pngRow(
    eight.map((k) => [`map ${k}`, bright(channelOf(maps, 8, k)), 24]),
    { size: 144, columns: 4 },
  ),
);

// ---- 8. How to judge

const evaluation = await evaluateClassifier(classifier, test, { shifts: false, calibrationData: heldOut });
const { low, high } = evaluation.accuracyInterval;
console.log(`accuracy ${evaluation.accuracy.toFixed(4)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`);
console.log(formatClassificationReport(evaluation.report));

const { confusionMatrix } = evaluation.report;
const shirts = confusionMatrix[train.classNames.indexOf("Shirt")];
const all = shirts.reduce((total, count) => total + count);
shirts.forEach((count, i) => {
  if (count > all / 20) console.log(`${count} of ${all} shirts taken for ${train.classNames[i]}`);
});

const heart = await evaluateClassifier(byHeart, test, { shifts: false, calibrationData: heldOut });
for (const { accuracy, calibration, scaledCalibration } of [evaluation, heart]) {
  const errors = `calibration error ${calibration.ece.toFixed(3)}, scaled ${scaledCalibration.ece.toFixed(3)}`;
  console.log(`accuracy ${accuracy.toFixed(3)}, ${errors}, temperature ${scaledCalibration.temperature.toFixed(2)}`);
}

const packaged = await pretrained(); // it has learned all training images, so half of the test images are held out
const [chooseOn, measureOn] = test.split(0.5, { seed: 1 });
const large = await evaluateClassifier(packaged, measureOn, { shifts: false, calibrationData: chooseOn });
const percent = (share) => `${(100 * share).toFixed(1)} %`;
for (const { accuracy, coverage, coverageNotice } of [evaluation, heart, large]) {
  if (coverage === null) console.log(`accuracy ${accuracy.toFixed(3)}: not known, ${coverageNotice}`);
  else {
    const { precision, interval } = coverage;
    const right = `${percent(precision)} right (${percent(interval.low)} to ${percent(interval.high)})`;
    console.log(`accuracy ${accuracy.toFixed(3)}: ${percent(coverage.coverage)} labelled, of these ${right}`);
  }
}
await packaged.dispose();
await classifier.dispose();
await byHeart.dispose();

await writeFile(
  "confusion.svg",
  matrixChart(confusionMatrix, train.classNames, `${test.length.toLocaleString("en")} test images`),
);
const bins = ({ calibration }) =>
  calibration.bins.filter(({ count }) => count >= 50).map((bin) => [bin.confidence, bin.accuracy]);
const diagonal = Array.from({ length: 11 }, (_, i) => [i / 10, i / 10]);
const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1];
await writeFile(
  "calibration.svg",
  lineChart({
    title: "How sure, and how often right",
    x: { label: "confidence", ticks: tenths },
    y: { label: "share that is right", ticks: tenths },
    lines: [
      { name: "50,000 images", points: bins(evaluation), dots: true },
      { name: "1,000 by heart", points: bins(heart), dots: true },
      { name: "as sure as right", points: diagonal, dashed: true },
    ],
  }),
);

/** For the surest 1 %, 2 % … 100 % of the images: which share of them is right. */
function shareRight(images, { predictions, probabilities: all }) {
  const sure = Array.from(predictions, (predicted, i) => [all[10 * i + predicted], predicted === images.label(i)]);
  sure.sort(([a], [b]) => b - a);
  const points = [];
  let right = 0;
  sure.forEach(([, isRight], i) => {
    right += isRight ? 1 : 0;
    if ((i + 1) % Math.ceil(sure.length / 100) === 0)
      points.push([(i + 1) / sure.length, Math.max(0.8, right / (i + 1))]);
  });
  return points;
}
await writeFile(
  "coverage.svg",
  lineChart({
    title: "The surest images first: how many of them are right",
    x: { label: "share of the images labelled without a human", ticks: tenths },
    y: { label: "share that is right", ticks: [0.8, 0.85, 0.9, 0.95, 1] },
    lines: [
      { name: "this course's", points: shareRight(test, evaluation) },
      { name: "in the package", points: shareRight(measureOn, large) },
      {
        name: "99 %",
        points: [
          [0, 0.99],
          [1, 0.99],
        ],
        dashed: true,
      },
    ],
  }),
);
