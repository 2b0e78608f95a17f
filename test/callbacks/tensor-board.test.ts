/** tensorBoard: the bytes of its files, by a reader of this test's own; TensorBoard's own: tensor-board.long.test.ts. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sequential, tensorBoard } from "fashion-wasm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";
import { drive, losses, stub } from "./drive.js";
import { eventsIn } from "./event-reader.js";

const root = mkdtempSync(join(tmpdir(), "fashion-wasm-events-"));
afterAll(() => rmSync(root, { recursive: true }));
let logDir = "";
let runs = 0;
beforeEach(() => {
  logDir = join(root, `run ${runs++} é`);
});

const inTrain = () => eventsIn(join(logDir, "train"));
const inValidation = () => eventsIn(join(logDir, "validation"));

it("writes the values of each epoch, in Keras' folders and by Keras' tags", async () => {
  const epochs = [
    { loss: 0.5, accuracy: 0.25, valLoss: 2, valAccuracy: 0.125 },
    { loss: Number.NaN, accuracy: 1, topKCategoricalAccuracy: 0.75, valF1Score: [0.5, 1] },
  ];
  const before = Date.now() / 1000;
  await drive(tensorBoard({ logDir }), stub(0.25), epochs);
  const [train, ...moreTrain] = inTrain();
  const [validation, ...moreValidation] = inValidation();
  expect([moreTrain, moreValidation]).toEqual([[], []]);
  expect([train?.version, validation?.version]).toEqual(["brain.Event:2", "brain.Event:2"]);
  expect(train?.scalars).toEqual([
    { tag: "epoch_loss", step: 0, value: 0.5 },
    { tag: "epoch_accuracy", step: 0, value: 0.25 },
    { tag: "epoch_learning_rate", step: 0, value: 0.25 },
    { tag: "epoch_loss", step: 1, value: Number.NaN },
    { tag: "epoch_accuracy", step: 1, value: 1 },
    { tag: "epoch_learning_rate", step: 1, value: 0.25 },
    { tag: "epoch_top_k_categorical_accuracy", step: 1, value: 0.75 },
  ]);
  expect(validation?.scalars).toEqual([
    { tag: "epoch_loss", step: 0, value: 2 },
    { tag: "epoch_accuracy", step: 0, value: 0.125 },
    { tag: "epoch_f1_score/0", step: 1, value: 0.5 },
    { tag: "epoch_f1_score/1", step: 1, value: 1 },
  ]);
  for (const time of train?.times ?? []) expect(time).toSatisfy((t: number) => t >= before && t <= Date.now() / 1000);
});

it("writes no folder of validation without it, and files of its own for each fit", async () => {
  const callback = tensorBoard({ logDir });
  for (let fit = 0; fit < 2; fit++) await drive(callback, stub(), losses(1));
  expect(existsSync(join(logDir, "validation"))).toBe(false);
  expect(inTrain().map(({ scalars }) => scalars.length)).toEqual([3, 3]);
});

describe("updateFreq", () => {
  it.each([
    ["batch", [1, 2, 3, 4, 5, 6]],
    [1, [1, 2, 3, 4, 5, 6]],
    [4, [4]],
    ["epoch", []],
  ] as const)("%s writes batches %j", async (updateFreq, steps) => {
    await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 2, threads: 1, engine: "local" });
    model.compile(compiled);
    const seen: number[] = [];
    const callbacks = [
      { onBatchEnd: (_: number, { loss }: { loss: number }) => seen.push(loss) },
      tensorBoard({ logDir, updateFreq }),
    ];
    const { history } = await model.fit(garments(12), { epochs: 2, batchSize: 4, validationSplit: 0, callbacks });
    const scalars = inTrain().flatMap((file) => file.scalars);
    const of = (tag: string) => scalars.filter((scalar) => scalar.tag === tag);
    expect(of("batch_loss").map(({ step }) => step)).toEqual(steps);
    expect(of("batch_loss").map(({ value }) => value)).toEqual(steps.map((step) => Math.fround(seen[step - 1] ?? 0)));
    expect(of("batch_accuracy")).toHaveLength(steps.length);
    expect(of("epoch_loss").map(({ value }) => value)).toEqual(history.loss.map(Math.fround));
  });

  it("writes what waits before an epoch of many batches is over", async () => {
    const callback = tensorBoard({ logDir, updateFreq: "batch" });
    await callback.onTrainBegin?.({} as never);
    for (let batch = 0; batch < 160; batch++) await callback.onBatchEnd?.(batch, { loss: batch, accuracy: 0 });
    expect(inTrain()[0]?.scalars.length).toBe(300);
    await callback.onEpochEnd?.(0, { loss: 1, accuracy: 1, learningRate: 1 });
    const scalars = inTrain()[0]?.scalars ?? [];
    expect(scalars.length).toBe(323);
    const losses = scalars.filter(({ tag }) => tag === "batch_loss");
    expect(losses.map(({ value }) => value)).toEqual([...Array(160).keys()]);
    expect(losses.map(({ step }) => step)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1)); // of two bytes from 128 on
  });
});

it("ends fit with IO where it cannot be written", async () => {
  const call = drive(tensorBoard({ logDir: "/proc/never" }), stub(), losses(1));
  await expect(call).rejects.toMatchObject({ code: "IO" });
});
