/** Photos are prepared in workers: side by side, one's damage its own, and their end is that of the classifier. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Worker } from "node:worker_threads";
import { init, type PhotoClassifier, photoClassifier } from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterEach, beforeAll, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { photoOf, pngOf, tonesOf } from "./photo-files.js";

const photos: Uint8Array[] = [];
beforeAll(async () => {
  for (let i = 0; i < 8; i++) photos.push(await pngOf(photoOf(tonesOf(i))));
});
const open: PhotoClassifier[] = [];
afterEach(async () => {
  await init();
  await inference.init();
  await Promise.all(open.splice(0).map((classifier) => classifier.dispose()));
});

async function opened(options?: object): Promise<PhotoClassifier> {
  const classifier = await photoClassifier(options);
  open.push(classifier);
  return classifier;
}

const answers = (classifier: PhotoClassifier) => Promise.all(photos.map((photo) => classifier.classify(photo)));

it("any number of workers gives the answers of the caller's thread", async () => {
  const expected = await answers(await opened({ engine: "local" }));
  for (const threads of [undefined, 1, 2, 3]) expect(await answers(await opened({ threads }))).toEqual(expected);
});

it.each([
  [1, "the option threads", {}, { threads: 1 }],
  [1, "init", { threads: 1 }, {}],
  [2, "the option threads", {}, { threads: 2 }],
] as const)("there are at most %i beside the engine's, by %s", async (most, _, settings, options) => {
  let workers = 0;
  const count = () => workers++;
  process.on("worker", count);
  try {
    await init(settings);
    const classifier = await opened(options);
    const ofEngine = workers;
    expect(ofEngine).toBe(most); // a thread each
    await answers(classifier);
    expect(workers - ofEngine).toBe(most);
    await answers(classifier);
    expect(workers - ofEngine).toBe(most);
  } finally {
    process.off("worker", count);
  }
});

it("a damaged file spoils nothing beside it, and nothing after it", async () => {
  const classifier = await opened({ threads: 2 });
  const damaged = (photos[0] as Uint8Array).slice();
  damaged.fill(0, 200, 400);
  const expected = await answers(classifier);
  const results = await Promise.allSettled([damaged, ...photos, damaged].map((photo) => classifier.classify(photo)));
  expect(results.map(({ status }) => status)).toEqual(["rejected", ...photos.map(() => "fulfilled"), "rejected"]);
  expect(results[0]).toMatchObject({ reason: { code: "IMAGE_INVALID" } });
  expect(await answers(classifier)).toEqual(expected);
});

it("a worker that ends takes one photo along, and is replaced", async () => {
  const made: Worker[] = [];
  const keep = (worker: Worker) => made.push(worker);
  const classifier = await opened({ threads: 1 });
  process.on("worker", keep);
  try {
    const expected = await answers(classifier);
    expect(made).toHaveLength(1);
    const running = Promise.allSettled([...photos, ...photos].map((photo) => classifier.classify(photo)));
    await made[0]?.terminate();
    const results = await running;
    const failed = results.filter(({ status }) => status === "rejected");
    expect(failed.length).toBeLessThanOrEqual(1);
    for (const result of failed) expect(result).toMatchObject({ reason: { code: "ENGINE_PANIC" } });
    expect(made).toHaveLength(2);
    await made[1]?.terminate();
    expect(await answers(classifier)).toEqual(expected);
  } finally {
    process.off("worker", keep);
  }
});

it("dispose() ends what is under way, and what comes later", async () => {
  const classifier = await opened();
  await classifier.classify(photos[0] as Uint8Array);
  const running = Promise.allSettled(photos.map((photo) => classifier.classify(photo)));
  await classifier.dispose();
  for (const result of await running) expect(result).toMatchObject({ reason: { code: "DISPOSED" } });
  const later = () => classifier.classify(photos[0] as Uint8Array);
  await expectRefusal(later, "DISPOSED", ["classify", "the model has been disposed"]);
});

it.each([
  ["fashion-wasm", init, photoClassifier],
  ["fashion-wasm/inference", inference.init, inference.photoClassifier],
] as const)(
  "a script that is not there is named, by %s; once it is, the next photo gets a worker",
  async (_, init, make) => {
    const classifier = (await make()) as PhotoClassifier;
    open.push(classifier);
    await init({ photoWorkerUrl: new URL("none/photo-worker.js", import.meta.url) });
    const missing = () => classifier.classify(photos[0] as Uint8Array);
    await expectRefusal(missing, "ENGINE_START_FAILED", ["none/photo-worker.js", "init({ photoWorkerUrl })"]);
    await init({ photoWorkerUrl: new URL("../../dist/inference-worker.js", import.meta.url) });
    const other = () => classifier.classify(photos[0] as Uint8Array);
    await expectRefusal(other, "ENGINE_START_FAILED", [
      "inference-worker.js is the inference build",
      "photo-worker.js",
    ]);
    await init();
    expect((await classifier.classify(photos[0] as Uint8Array)).topK).toHaveLength(3);
  },
);

it("the address of the script is an address", async () => {
  const wrong = { photoWorkerUrl: 7 as unknown as string };
  await expectRefusal(() => init(wrong), "INVALID_ARGUMENT", ["init", "photoWorkerUrl", "a string or URL"]);
  await expectRefusal(() => inference.init(wrong), "INVALID_ARGUMENT", ["init", "photoWorkerUrl", "a string or URL"]);
});

it("a process ends by itself, though its workers wait for photos", async () => {
  const program = `
    import { photoClassifier } from "fashion-wasm";
    const classifier = await photoClassifier();
    await classifier.classify(new Uint8Array(${JSON.stringify([...(photos[0] as Uint8Array)])}));
    console.log("done");
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]);
  expect(stdout).toBe("done\n");
});
