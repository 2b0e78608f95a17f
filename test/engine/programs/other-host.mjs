// The build for browsers in a host that is none: `node --conditions=browser other-host.mjs HOST`. Says what each call ends with.
import { readFile } from "node:fs/promises";

const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true });
const page = new URL("http://localhost/");
const { process } = globalThis;
const HOSTS = {
  node: () => {},
  "node with a navigator": () => define("navigator", { hardwareConcurrency: 4 }),
  jsdom() {
    define("navigator", { hardwareConcurrency: 4, userAgent: "jsdom/26.0.0" });
    define("document", { baseURI: page.href });
    define("location", page);
    for (const name of ["MessageChannel", "structuredClone"]) delete globalThis[name];
  },
  "jsdom in Jest"() {
    HOSTS.jsdom();
    for (const name of ["TextDecoder", "TextEncoder", "fetch", "setImmediate"]) delete globalThis[name];
  },
  edge() {
    define("navigator", { userAgent: "an edge runtime" });
    delete globalThis.process;
  },
  "service worker"() {
    define("navigator", { hardwareConcurrency: 4 });
    define("location", page);
    define("crossOriginIsolated", true);
    delete globalThis.process;
  },
  "no crypto": () => delete globalThis.crypto,
  "no fetch"() {
    delete globalThis.fetch;
    delete globalThis.process;
  },
  "no WebAssembly": () => delete globalThis.WebAssembly,
};

const root = new URL("../../../", import.meta.url);
const [simd, inferenceSimd, trained] = await Promise.all(
  ["dist/engine-simd.wasm", "dist/inference-simd.wasm", "data/pretrained/fashion-mnist.safetensors"].map((file) =>
    readFile(new URL(file, root)),
  ),
);
const table = Buffer.from("label,pixel1,pixel2,pixel3,pixel4\n0,1,2,3,4\n");
HOSTS[process.argv[2]]();
const fashion = await import("fashion-wasm");
const inference = await import("fashion-wasm/inference");
const { dense, flatten, sequential } = fashion;
const model = (options) => sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], ...options });

const CALLS = {
  "a model": () => model({}),
  "a model in this thread": () => model({ engine: "local" }),
  "a model in this thread, of bytes": async () => {
    await fashion.init({ wasmBytes: { simd } });
    const made = await model({ engine: "local", seed: 1 });
    made.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
    await made.fit({ images: new Uint8Array(8), labels: [0, 1] }, { epochs: 1 });
    return `${made.getConfig().layers.length} layers`;
  },
  "a trained model": () => inference.loadModel(new Uint8Array(trained)),
  "a trained model in this thread, of bytes": async () => {
    await inference.init({ wasmBytes: inferenceSimd });
    const loaded = await inference.loadModel(new Uint8Array(trained), { engine: "local" });
    return `${(await loaded.predict(new Uint8Array(784))).length} outputs`;
  },
  "a pretrained model": () => inference.pretrained(),
  "no data": () => fashion.loadFashionMnist(),
  "the sample": () => fashion.loadFashionMnist({ data: "sample" }),
  "a path": () => fashion.dataset.fromFolder({ folder: "photos" }),
  "a file of a model": () => fashion.loadModel("file:///model.safetensors", { engine: "local" }),
  "a file of a trained model": async () => {
    await inference.init({ wasmBytes: inferenceSimd });
    return inference.loadModel("file:///model.safetensors", { engine: "local" });
  },
  "a model that is saved": async () => {
    await fashion.init({ wasmBytes: { simd } });
    return (await model({ engine: "local", seed: 1 })).save("https://me:secret@host/x.safetensors");
  },
  "a table": () => fashion.dataset.fromCsv({ csv: table }),
  "a relative wasmUrl": async () => {
    await fashion.init({ wasmUrl: "engine.wasm", threads: 1 });
    return model({ engine: "local", seed: 1 });
  },
};

const ends = {};
for (const [name, call] of Object.entries(CALLS)) {
  try {
    ends[name] = String(await call());
  } catch (error) {
    ends[name] = `${error.code ?? error.name} ${error.message}`;
  }
}
process.stdout.write(JSON.stringify(ends), () => process.exit(0));
