/**
 * What this machine's SIMD can do at most: the yardstick for what training makes of it.
 *
 * The engine multiplies and adds in registers, with nothing to load and nothing to wait for; time is taken here, around
 * the call. A kernel that does all its arithmetic with f32x4 and without fused operations can reach it, not pass it.
 */
import { numberOption, optionsObject } from "../options/check.js";
import { createEngine } from "./engine.js";

/** Options of {@link measureSimdPeak}. */
export interface SimdPeakOptions {
  /** How long it measures, > 0 and ≤ 60; default 0.5. */
  readonly seconds?: number | undefined;
}

/** Of one iteration: 12 independent sums × 4 lanes × (1 multiplication + 1 addition). */
const FLOP = 12 * 4 * 2;
const REPEATS = 5;
/** Long enough that neither the message to the engine nor a coarse clock counts. */
const SHORTEST_MS = 10;

/**
 * Measures how many operations on floats one thread can do with SIMD: GFLOP/s, 10⁹ multiplications and additions a
 * second, the median of five or more repeats.
 *
 * Machines differ, and one differs from minute to minute: measure beside what is to be compared. With n threads the
 * machine can do at most n times as much, less where two share a core.
 *
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; ENGINE_START_FAILED.
 */
export async function measureSimdPeak(options?: SimdPeakOptions): Promise<number> {
  const where = "measureSimdPeak";
  const { seconds = 0.5 } = optionsObject(where, options, ["seconds"]);
  const milliseconds = 1000 * numberOption(where, "seconds", seconds, { above: 0, max: 60 });
  const engine = await createEngine({ threads: 1 });
  const time = async (iterations: number) => {
    const start = performance.now();
    await engine.call("measurePeak", iterations);
    return performance.now() - start;
  };
  try {
    let iterations = 2 ** 16;
    while ((await time(iterations)) < Math.max(SHORTEST_MS, milliseconds / 20) && iterations < 2 ** 30) iterations *= 2;
    const rates: number[] = [];
    const end = performance.now() + milliseconds;
    while (rates.length < REPEATS || performance.now() < end) {
      rates.push((FLOP * iterations) / (await time(iterations)) / 1e6);
    }
    return rates.sort((a, b) => a - b)[rates.length >> 1] ?? Number.NaN;
  } finally {
    await engine.dispose();
  }
}
