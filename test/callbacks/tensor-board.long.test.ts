/**
 * TensorBoard's own reader finds what tensorBoard wrote, value by value. It comes into an environment of its own by
 * `scripts/golden/run tensorboard`; without Python or PyPI the test is skipped.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sequential, tensorBoard } from "fashion-wasm";
import { expect, it } from "vitest";
import { compiled, garments, tiny } from "../model/garments.js";

const hasPip = spawnSync("python3", ["-c", "import venv, ensurepip"]).status === 0;
const MINUTES = 60_000;

it.skipIf(!hasPip)(
  "TensorBoard reads the values of the history",
  async () => {
    const logDir = mkdtempSync(join(tmpdir(), "fashion-wasm-tensorboard-"));
    await using model = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 4, threads: 1, engine: "local" });
    model.compile(compiled);
    const losses: number[] = [];
    const listening = { onBatchEnd: (_: number, { loss }: { loss: number }) => losses.push(loss) };
    const callbacks = [listening, tensorBoard({ logDir, updateFreq: 2 })];
    const { history } = await model.fit(garments(80), { epochs: 3, batchSize: 8, validationSplit: 0.2, callbacks });

    const read = execFileSync(resolve("scripts/golden/run"), ["tensorboard", logDir], { encoding: "utf8" });
    rmSync(logDir, { recursive: true });
    const over = (column: readonly number[] | undefined) => column?.map((value, epoch) => [epoch, Math.fround(value)]);
    const second = losses.flatMap((loss, i) => (i % 2 === 1 ? [[i + 1, Math.fround(loss)]] : []));
    const found = JSON.parse(read);
    expect(Object.keys(found).sort()).toEqual(["train", "validation"]);
    expect(found.train).toMatchObject({
      epoch_loss: over(history.loss),
      epoch_accuracy: over(history.accuracy),
      epoch_learning_rate: over(history.learningRate),
      batch_loss: second,
    });
    expect(Object.keys(found.train).sort()).toEqual([
      "batch_accuracy",
      "batch_loss",
      "epoch_accuracy",
      "epoch_learning_rate",
      "epoch_loss",
    ]);
    expect(found.validation).toEqual({
      epoch_loss: over(history.valLoss),
      epoch_accuracy: over(history.valAccuracy),
    });
  },
  10 * MINUTES,
);
