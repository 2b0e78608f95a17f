/**
 * What a user's test does with the package, in a realm of its own: prints what each step answered as JSON.
 */
import * as fashion from "../../../dist/node/index.js";
import * as inference from "../../../dist/node/inference.js";

const answers = {};
const step = async (name, work) => {
  answers[name] = await work().catch((error) => `${error.code} ${error.message}`);
};
const isOwn = (value) => value instanceof Float32Array;

const { train, test } = await fashion.loadFashionMnist({ data: "sample" });
for (const engine of ["worker", "local"]) {
  const layers = [fashion.rescaling({ scale: 1 / 255 }), fashion.flatten(), fashion.dense({ units: 10 })];
  const model = await fashion.sequential(layers, { inputShape: [28, 28, 1], seed: 1, threads: 1, engine });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const { signal } = new AbortController();
  await step(`${engine}: fit`, async () => (await model.fit(train, { signal })).epoch.length);
  const weights = await model.getWeights();
  await step(`${engine}: weights are of this realm`, async () => weights.every(({ data }) => isOwn(data)));
  await step(`${engine}: outputs are`, async () => isOwn(await model.predict(test)));
  await step(`${engine}: setWeights`, async () => (await model.setWeights(weights)) ?? "done");
  await step(`${engine}: features`, async () => {
    const features = await fashion.featureExtractor(model, 1);
    const { length } = await features.predict(test.take(1));
    await features.dispose();
    return length;
  });
  const file = await model.serialize();
  for (const [entry, { loadModel }] of Object.entries({ fashion, inference })) {
    await step(`${engine}: ${entry} loads a Buffer`, async () => {
      const loaded = await loadModel(Buffer.from(file), { engine });
      await loaded.dispose();
      return loaded.name;
    });
  }
  await model.dispose();
}
const blob = new Blob(["label,pixel1\n1,2\n"]);
await step("a Blob", async () => (await fashion.dataset.fromCsv({ csv: blob })).length);
await step("a stream", async () => (await fashion.dataset.fromCsv({ csv: blob.stream() })).length);
await step("a failed download", async () => fashion.dataset.fromCsv({ csv: "http://127.0.0.1:9/x.csv" }));
console.log(JSON.stringify({ isForeign: !(Buffer.from([1]) instanceof Uint8Array), ...answers }));
