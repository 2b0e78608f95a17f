/** terminateOnNaN ends a training after the step that its loss is lost in. */
import { type Callback, type Model, sequential, sgd, terminateOnNaN } from "fashion-wasm";
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from "vitest";
import { garments, tiny } from "../model/garments.js";
import { expectRefusal } from "../model/refusal.js";

let write: MockInstance<typeof process.stdout.write>;
const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => write.mockRestore());

async function diverging(): Promise<Model> {
  const model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1, engine: "local" });
  model.compile({ optimizer: sgd({ learningRate: 1e38 }), loss: "sparseCategoricalCrossentropy" });
  return model;
}

/** Writes down the batches that were trained, and whether training ended in order. */
function watcher() {
  const seen = { batches: 0, ended: false };
  const callback: Callback = {
    onBatchEnd: () => {
      seen.batches += 1;
    },
    onTrainEnd: () => {
      seen.ended = true;
    },
  };
  return { seen, callback };
}

it("stops training, validates, and ends it in order", async () => {
  await using model = await diverging();
  const { seen, callback } = watcher();
  const callbacks = [terminateOnNaN(), callback];
  const { epoch, history } = await model.fit(garments(320), { epochs: 20, validationSplit: 0.1, callbacks });
  expect(epoch).toEqual([0]);
  expect(history.loss[0]).not.toSatisfy(Number.isFinite);
  expect(history.valLoss).toHaveLength(1);
  expect(seen.ended).toBe(true);
  expect(seen.batches).toBeLessThan(9);
  expect(said).toEqual([`Batch ${seen.batches - 1}: Invalid loss, terminating training\n`]);
});

it("rejects with raiseError, and nothing else is called", async () => {
  await using model = await diverging();
  const { seen, callback } = watcher();
  const call = () =>
    model.fit(garments(320), { epochs: 20, callbacks: [terminateOnNaN({ raiseError: true }), callback] });
  await expectRefusal(call, "DATA_MISMATCH", ["terminateOnNaN: the loss is", "after batch", "learningRate"]);
  expect(seen.ended).toBe(false);
});

it("lets a training alone whose losses are numbers", async () => {
  await using model = await sequential(tiny(), { inputShape: [28, 28, 1], threads: 1, engine: "local" });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  expect((await model.fit(garments(64), { epochs: 2, callbacks: [terminateOnNaN()] })).epoch).toEqual([0, 1]);
  expect(said).toEqual([]);
});
