/** Trains a net with the package as Keras trained it, step by step. */
import { modelOf, slotsOf, weightsOf } from "../replay.js";
import type { Run, Trained } from "./fixtures.js";

/** What the package makes of a training. */
export async function replay(run: Run): Promise<Trained> {
  await using model = await modelOf(run);
  const { images, labels, batchSize, trained } = run;
  const perPass = labels.length / batchSize;
  const pixels = images.length / labels.length;
  const loss: number[] = [];
  for (let step = 0; step < trained.loss.length; step++) {
    const start = (step % perPass) * batchSize;
    const batch = images.subarray(start * pixels, (start + batchSize) * pixels);
    loss.push((await model.trainOnBatch(batch, labels.subarray(start, start + batchSize))).loss);
  }
  return { loss, final: await weightsOf(model, { samples: undefined }), slots: await slotsOf(model) };
}
