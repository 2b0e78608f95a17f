// Loads a model that train-sample.mjs kept and names the garments on some test images.
//   node predict.mjs [fashion.safetensors]
import { loadFashionMnist, loadModel } from "fashion-wasm";

const model = await loadModel(process.argv[2] ?? "fashion.safetensors");
const { test } = await loadFashionMnist({ data: "sample" });
const few = test.take(8);

// The last layer is linear, so these are logits: 8 rows of 10.
const logits = await model.predict(few.images);
const classes = await model.predictClasses(few.images);

classes.forEach((predicted, i) => {
  const row = logits.slice(10 * i, 10 * i + 10);
  const exps = row.map((logit) => Math.exp(logit - row[predicted]));
  const probability = 1 / exps.reduce((sum, value) => sum + value);
  const truth = few.classNames[few.label(i)];
  console.log(`${few.classNames[predicted].padEnd(12)} ${(100 * probability).toFixed(0).padStart(3)} %   is ${truth}`);
});
await model.dispose();
