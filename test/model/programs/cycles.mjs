/**
 * Makes, trains and disposes of models, one after the other, and writes what the process holds now and then.
 *
 * Arguments: threads, the number of readings, and of models between two of them. Needs --expose-gc.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as later } from "node:timers/promises";
import { dense, flatten, sequential } from "../../../dist/node/index.js";

const [threads, readings, models] = process.argv.slice(2).map(Number);
const images = Uint8Array.from({ length: 256 }, (_, i) => i);
const labels = Uint32Array.from({ length: 16 }, (_, i) => i % 2);

async function cycle() {
  const model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [4, 4, 1], seed: 1, threads });
  model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  await model.fit({ images, labels }, { epochs: 1, batchSize: 4 });
  await model.dispose();
}

async function reading() {
  for (let round = 0; round < 6; round++) {
    await later(10);
    globalThis.gc();
  }
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const proc = existsSync("/proc/self/maps");
  return {
    heapKB: heapUsed / 1024,
    // V8 makes room for young objects and gives it back as it likes, up to 32 MB.
    rssWithoutHeapKB: (rss - heapTotal) / 1024,
    ...(proc && {
      threads: readdirSync("/proc/self/task").length,
      files: readdirSync("/proc/self/fd").length,
      addressesMB: Number(/^VmSize:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024,
    }),
  };
}

const taken = [];
for (let i = 0; i < readings; i++) {
  for (let n = 0; n < models; n++) await cycle();
  taken.push(await reading());
}
console.log(JSON.stringify(taken));
