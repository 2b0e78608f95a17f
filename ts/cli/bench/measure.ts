/**
 * One network on one number of threads: training, inference, one image. Through the public `fit` and `predict`, on
 * the real images, as anybody would call them.
 */
import { adam, type FashionMnist, sequential } from "../../index.js";
import { trainingFlop } from "./flop.js";
import type { Net } from "./nets.js";
import { itemsPerSecond, medianMilliseconds } from "./repeat.js";

/** What was measured, and what follows from it. */
export interface Figures {
  readonly threads: number;
  readonly trainImagesPerSecond: number;
  readonly inferImagesPerSecond: number;
  /** Of a prediction for one image, in milliseconds. */
  readonly latencyMs: number;
  /** Of training, counted as a textbook does, in 10⁹ flop a second. */
  readonly gflops: number;
  /** `gflops` over what the threads' SIMD can do at most. */
  readonly simdPeakShare: number;
  /** Why fewer threads ran than were asked for, or empty. */
  readonly notice: string;
}

/** What to measure with. */
export interface Conditions {
  readonly threads: number;
  /** For training; inference gets half of it, one image a tenth. */
  readonly seconds: number;
  /** GFLOP/s of one thread. */
  readonly simdPeak: number;
  readonly signal: AbortSignal;
}

/** Measures `net`. */
export async function measureNet(
  net: Net,
  { train, test }: FashionMnist,
  { threads, seconds, simdPeak, signal }: Conditions,
): Promise<Figures> {
  await using model = await sequential(net.layers(), { inputShape: train.imageShape, seed: 1, threads });
  model.compile({ optimizer: adam(), loss: "sparseCategoricalCrossentropy" });
  const { batchSize } = net;
  const { images } = test;
  const size = images.length / test.length;

  const trainImagesPerSecond = await itemsPerSecond(
    (count) => {
      const part = train.take(count);
      return () => model.fit(part, { batchSize, signal, verbose: 0 });
    },
    { unit: batchSize, most: train.length, seconds },
  );
  const inferImagesPerSecond = await itemsPerSecond(
    (count) => () => model.predict(images.subarray(0, count * size), { batchSize: 256 }),
    { unit: 256, most: test.length, seconds: seconds / 2 },
  );
  const latencyMs = await medianMilliseconds(() => model.predict(images.subarray(0, size)), seconds / 10);

  const gflops = (trainImagesPerSecond * trainingFlop(model, await model.getWeights())) / 1e9;
  const { threads: actual, notice } = model.engine;
  const simdPeakShare = gflops / (simdPeak * actual);
  return { threads: actual, trainImagesPerSecond, inferImagesPerSecond, latencyMs, gflops, simdPeakShare, notice };
}
