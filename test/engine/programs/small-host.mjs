// Makes a model and reads a table where the system allows little: `small-host.mjs ENGINE THREADS MEBIBYTES REFUSED`. REFUSED is
// the number of the worker that the system refuses, as it does when a user has too many threads; 0: none.
import { syncBuiltinESMExports } from "node:module";
import workers from "node:worker_threads";

const [engine, threads, maxMemoryMiB, refused] = process.argv.slice(2);
if (refused !== "0") {
  const { Worker } = workers;
  let made = 0;
  workers.Worker = class extends Worker {
    constructor(...options) {
      if (++made === Number(refused)) throw Object.assign(new Error("EAGAIN"), { code: "ERR_WORKER_INIT_FAILED" });
      super(...options);
    }
  };
  syncBuiltinESMExports();
}
const { dataset, dense, flatten, init, sequential } = await import("fashion-wasm");
await init({ maxMemoryMiB: Number(maxMemoryMiB) });

const ends = {};
const end = async (name, call) => {
  try {
    ends[name] = await call();
  } catch (error) {
    ends[name] = `${error.code ?? error.name} ${error.message}`;
  }
};
await end("model", async () => {
  const layers = [flatten(), dense({ units: 2 })];
  const model = await sequential(layers, { inputShape: [2, 2, 1], engine, threads: Number(threads) });
  const outputs = await model.predict(new Uint8Array(4));
  await model.dispose();
  return `${outputs.length} outputs`;
});
await end("table", async () => {
  const csv = Buffer.from("label,pixel1,pixel2,pixel3,pixel4\n0,1,2,3,4\n");
  return `${(await dataset.fromCsv({ csv })).length} image`;
});
console.log(JSON.stringify(ends)); // and nothing keeps the process alive
