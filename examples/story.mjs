// The whole story, from a table of pixels to a page that judges the model; files go to ./story.
//   node story.mjs [data] [--epochs n]
// data: a folder with Kaggle's fashion-mnist_train.csv and fashion-mnist_test.csv, or with the four published files, or
// `sample` for the 600 images in the package. Without it the data is looked for, and else downloaded (31 MB, once).
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import {
  evaluateClassifier,
  formatClassificationReport,
  loadFashionMnist,
  lookInside,
  pngEncoder,
  recipes,
  sequential,
  sheetPng,
} from "fashion-wasm";
import { exploreHtml, reportHtml } from "fashion-wasm/report";

const recipe = recipes.seed; // one convolution of stride 3, two dense layers; see ts/recipes/seed.ts
const { values, positionals } = parseArgs({ allowPositionals: true, options: { epochs: { type: "string" } } });
const [data] = positionals;
const epochs = values.epochs === undefined ? recipe.epochs : Number(values.epochs);
await mkdir("story", { recursive: true });

// 1. The data: how many images, and what they look like.
const { train, test, origin } = await loadFashionMnist(data === undefined ? {} : { data });
const { classNames } = train;
console.log(`${origin}: train [${train.shape}], test [${test.shape}]`);
console.log("label, then pixels 300 to 309, of the first five images:");
for (let i = 0; i < 5; i++) console.log(train.label(i), ...train.image(i).slice(300, 310));
console.log(`mean tone ${train.mean().toFixed(2)}, standard deviation ${train.std().toFixed(2)}`);
console.log("images of each class:", train.classCounts().join(" "));

// 2. One image drawn at random (the seed makes it the same in every run), then 15 × 15 of them.
const one = train.sample(1);
console.log(`image ${one.index} is of class ${one.label}, ${one.className}`);
await writeFile("story/image.png", await sheetPng(train.slice(one.index, one.index + 1), { columns: 1 }));
await writeFile("story/grid.png", await sheetPng(train.head(15 * 15), { columns: 15 }));
const png = await pngEncoder();
const grid = { columns: 15, positions: Array.from({ length: Math.min(15 * 15, train.length) }, (_, i) => i) };
await writeFile("story/explore.html", exploreHtml({ title: origin, data: train, sample: one.index, grid, png }));

// 3. Training. The last fifth of the images, 12,000, is held out: after each epoch the model is measured on it.
const model = await sequential(recipe.layers(), { inputShape: recipe.inputShape, seed: 1, name: recipe.name });
model.compile(recipe.compile);
console.log(model.summary());
const { batchSize, validationSplit } = recipe;
const curves = {
  onEpochEnd(epoch, { loss, accuracy, valLoss, valAccuracy }) {
    const seen = `loss ${loss.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`;
    const heldOut = `held out: ${valLoss.toFixed(3)}, ${valAccuracy.toFixed(3)}`;
    console.log(`epoch ${String(epoch + 1).padStart(2)}  ${seen}  ${heldOut}  ${"▪".repeat(30 * valAccuracy)}`);
  },
};
const { history } = await model.fit(train, { epochs, batchSize, validationSplit, callbacks: [curves], verbose: 0 });
await model.save("story/model.safetensors");

// 4. What it is worth, on the test images. A temperature is fitted on the images held out, which it was not trained on.
const heldOut = train.slice(-Math.round(validationSplit * train.length));
const evaluation = await evaluateClassifier(model, test, { calibrationData: heldOut });
const { accuracy, accuracyInterval, report, predictions, probabilities, scaledCalibration } = evaluation;

// 25 test images, each with what the model takes it for; a cross where it is wrong.
const captions = Array.from(predictions.slice(0, 25), (found, i) =>
  found === test.label(i) ? classNames[found] : `×${classNames[found]}`,
);
await writeFile("story/predictions.png", await sheetPng(test.head(25), { columns: 5, captions }));

console.log("\nConfusion matrix: true classes in rows, predicted ones in columns");
report.confusionMatrix.forEach((row, i) => {
  console.log(`${classNames[i].padStart(12)} ${row.map((count) => String(count).padStart(5)).join("")}`);
});
console.log(`\n${formatClassificationReport(report)}`);
const percent = (share) => `${(100 * share).toFixed(2)} %`;
console.log(
  `accuracy ${percent(accuracy)}, between ${percent(accuracyInterval.low)} and ${percent(accuracyInterval.high)}`,
);
console.log(`temperature ${scaledCalibration.temperature.toFixed(3)}, fitted on ${heldOut.length} images`);
const { coverage, coverageNotice } = evaluation;
if (coverage === null) {
  console.log(`can be labelled automatically: not known: ${coverageNotice}`);
} else {
  console.log(`can be labelled automatically at 99 % precision: ${percent(coverage.coverage)} of the images`);
  // Where the test images are of another kind than those held out, the threshold is void, and the notice says so.
  console.log(coverageNotice ?? `of these ${percent(coverage.precision)} were right`);
}
for (const { dx, dy, accuracy: moved } of evaluation.shifts) console.log(`moved by ${dx}, ${dy}: ${percent(moved)}`);

// 5. The page. Kernels and feature maps are shown for the image that it got right and was surest of.
const sureness = (i) => (predictions[i] === test.label(i) ? probabilities[10 * i + predictions[i]] : 0);
let clearest = 0;
for (let i = 1; i < test.length; i++) if (sureness(i) > sureness(clearest)) clearest = i;
const inside = await lookInside(model, test.image(clearest));
const page = reportHtml({
  title: `The story of ${recipe.name}, ${history.loss.length} epochs`,
  facts: [
    ["data", origin],
    ["data fingerprint, training", await train.fingerprint()],
    ["parameters", String(model.countParams())],
    ["seed", String(model.seed)],
    ["weightsSha256", await model.weightsSha256()],
  ],
  history,
  evaluation,
  test,
  kernels: inside.kernels,
  featureMaps: { image: clearest, maps: inside.featureMaps },
  png,
});
await writeFile("story/report.html", page);
console.log("open story/report.html and story/explore.html in a browser");
await model.dispose();
