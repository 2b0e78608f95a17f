// Trains on images of one's own: here 3 classes of 16 × 16 patterns in colour, made on the spot. It stops when the
// validation accuracy is good enough, and shows which class was taken for which.
import { classificationReport, conv2d, dataset, dense, flatten, maxPool2d, rescaling, sequential } from "fashion-wasm";

const classNames = ["stripes", "columns", "squares"];
const [train, test] = patterns(600).split(0.8, { seed: 1 });

const model = await sequential(
  [
    rescaling({ scale: 1 / 255 }),
    conv2d({ filters: 8, kernelSize: 3, activation: "relu" }),
    maxPool2d(),
    flatten(),
    dense({ units: classNames.length }),
  ],
  { inputShape: train.imageShape, seed: 1 },
);
model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });

const goodEnough = {
  onEpochEnd: (_epoch, { valAccuracy }) => {
    if (valAccuracy >= 0.99) model.stopTraining();
  },
};
const { epoch } = await model.fit(train, { epochs: 30, validationSplit: 0.2, callbacks: [goodEnough] });
console.log(`stopped after ${epoch.length} epochs`);

const report = classificationReport(test.labels, await model.predictClasses(test), { classNames });
for (const { name, precision, recall, support } of report.classes) {
  console.log(`${name.padEnd(8)} precision ${precision.toFixed(2)}  recall ${recall.toFixed(2)}  of ${support}`);
}
console.log("true class in rows, predicted in columns:");
console.table(report.confusionMatrix);
await model.dispose();

/** Images with bright rows, columns or both, in a random colour, shifted and noisy. */
function patterns(count) {
  const images = new Uint8Array(count * 16 * 16 * 3);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = i % 3;
    labels[i] = label;
    const shift = Math.floor(Math.random() * 4);
    const colour = [0, 1, 2].map(() => 100 + Math.random() * 155);
    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16; x++) {
        const inRow = (y + shift) % 4 < 2;
        const inColumn = (x + shift) % 4 < 2;
        const bright = [inRow, inColumn, inRow && inColumn][label];
        for (let c = 0; c < 3; c++) {
          images[((i * 16 + y) * 16 + x) * 3 + c] = (bright ? colour[c] : 20) * (0.7 + 0.3 * Math.random());
        }
      }
    }
  }
  return dataset.fromArrays({ images, labels, imageShape: [16, 16, 3], classNames });
}
