/** Programs of users, and the sets of libraries that they are compiled with; a whole API in each would hide what is missing. */

/** Every entry, and options with types of the host. */
export const USES = `
import { adam, dataset, dense, encodePng, flatten, init, loadFashionMnist, loadModel, sequential } from "fashion-wasm";
import { init as initSmall, pretrained } from "fashion-wasm/inference";
import { reportHtml } from "fashion-wasm/report";

export async function train() {
  await init({ threads: 1 });
  await initSmall({ maxMemoryMiB: 64 });
  const { train, test } = await loadFashionMnist({ data: "sample" });
  await using model = await sequential([flatten(), dense({ units: 10 })], { inputShape: [28, 28, 1], seed: 1 });
  model.compile({ optimizer: adam(), loss: "sparseCategoricalCrossentropy" });
  await model.fit(train, { epochs: 1 });
  const table = await dataset.fromCsv({ csv: "table.csv", labelColumn: "label" });
  const again = await loadModel(await model.serialize());
  await again.setWeights([{ name: "dense.bias", shape: [10], data: new Float32Array(10) }]);
  await again.loadWeights("weights.safetensors", { layout: "pytorch" });
  const small = await pretrained();
  const [first] = await small.predictOne(new Uint8Array(784));
  return [table, test, first?.toFixed(), reportHtml];
}
`;

/** What the web takes, of what the package gives. */
export const WEB = `
import { dataset, encodePng, init, loadModel, pretrained, sheetPng, sequential, type Dataset } from "fashion-wasm";

export async function web(data: Dataset, file: File, stream: ReadableStream<Uint8Array>) {
  const model = await pretrained({ threads: 1 });
  const blob = new Blob([await model.serialize(), await model.predict(data), await encodePng(data.image(0) as Uint8Array, [28, 28, 1])]);
  await crypto.subtle.digest("SHA-256", await model.serialize());
  await fetch("/models", { method: "PUT", body: await model.serialize() });
  const weights = (await model.getWeights()).map((weight) => weight.data);
  new Blob([...weights, await sheetPng(data), await model.predictClasses(data)]);
  await loadModel(new URL("https://example.org/model.safetensors"), { threads: 1 });
  await dataset.fromImages({ images: [file, blob, stream], labels: [0, 1, 2], classNames: ["a", "b", "c"] });
  await model.fit(data, { epochs: 1, signal: AbortSignal.timeout(1000) });
  await init({ wasmUrl: new URL("https://example.org/engine.wasm") });
}
`;

/** Refused by types where there are no such types as by those of the host. */
export const WRONG = `
import { loadModel, dataset } from "fashion-wasm";
// @ts-expect-error no source
loadModel(5);
// @ts-expect-error no stream of bytes
dataset.fromCsv({ csv: { locked: false, getReader: () => ({ read: async () => ({ done: false, value: "text" }), cancel: async () => {} }) } });
`;

/** A compiler's libraries, by name. */
export const LIBRARIES: readonly (readonly [name: string, options: object, programs: readonly string[]])[] = [
  ["the language alone", { lib: ["ES2022"], types: [] }, [USES, WRONG]],
  ["Node", { lib: ["ES2022"], types: ["node"] }, [USES, WRONG]],
  ["browsers", { lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] }, [USES, WEB, WRONG]],
  ["workers", { lib: ["ES2022", "WebWorker"], types: [] }, [USES, WEB, WRONG]],
  [
    "Node and browsers, bundled",
    { lib: ["ES2022", "DOM"], types: ["node"], module: "ESNext", moduleResolution: "bundler" },
    [USES, WEB, WRONG],
  ],
];

/** The options of a compiler that looks at the package's declarations as closely as at the program. */
export function userOptions(libraries: object): object {
  const modules = { module: "NodeNext", moduleResolution: "NodeNext" };
  return { target: "ES2022", strict: true, skipLibCheck: false, noEmit: true, ...modules, ...libraries };
}
