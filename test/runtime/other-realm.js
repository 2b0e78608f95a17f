/**
 * Data, models and signals that an iframe made, by every way the package takes them; plain data comes back.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {Record<"csv" | "images" | "labels" | "model" | "engineWasm" | "inferenceWasm" | "dataWasm", string>} places
 * addresses on this server
 */
export async function otherRealm(fashion, inference, places) {
  const there = await frameWindow();
  const { dataset, encodePng, init } = fashion;
  /** @param {string} url */
  const bytesAt = async (url) => new there.Uint8Array(await (await there.fetch(url)).arrayBuffer());
  /** @param {string} url */
  const compiledAt = async (url) => there.WebAssembly.compile(await bytesAt(url));
  /** @type {Record<string, (url: string) => Promise<import("fashion-wasm").ByteSource>>} */
  const ways = {
    bytes: bytesAt,
    ArrayBuffer: async (url) => (await bytesAt(url)).buffer,
    Blob: async (url) => new there.Blob([await bytesAt(url)]),
    File: async (url) => new there.File([await bytesAt(url)], url),
    stream: async (url) => (await there.fetch(url)).body,
    URL: async (url) => new there.URL(url, location.href),
  };
  await init({ dataWasm: await compiledAt(places.dataWasm) });
  const fingerprints = {};
  for (const [name, of] of Object.entries(ways)) {
    const [images, labels] = [await of(places.images), await of(places.labels)];
    fingerprints[`${name} as IDX`] = await (await dataset.fromIdx({ images, labels })).fingerprint();
    fingerprints[`${name} as CSV`] = await (await dataset.fromCsv({ csv: await of(places.csv) })).fingerprint();
  }
  const data = await dataset.fromIdx({ images: places.images, labels: places.labels });
  const image = there.Uint8Array.from(data.image(0));
  const png = new there.File([Uint8Array.from(await encodePng(image, [28, 28, 1]))], "0.png");
  const read = await dataset.fromImages({ images: [png], labels: there.Array.of(data.label(0)) });
  const outputs = {};
  await init({ module: await compiledAt(places.engineWasm), threads: 1 });
  await inference.init({ module: await compiledAt(places.inferenceWasm) });
  for (const [entry, { loadModel }] of Object.entries({ fashion, inference })) {
    for (const engine of /** @type {const} */ (["worker", "local"])) {
      for (const way of ["bytes", "URL"]) {
        const source = /** @type {Uint8Array | URL} */ (await ways[way](places.model));
        const model = await loadModel(source, { engine });
        outputs[`${entry}, ${engine}, ${way}`] = [...(await model.predictOne(data.image(0)))];
        await model.dispose();
      }
    }
  }
  return {
    isForeign: !(image instanceof Uint8Array || png instanceof Blob),
    fingerprints,
    image: read.image(0).every((tone, i) => tone === image[i]),
    outputs,
    weights: await weightsOf(fashion, there),
    aborted: await abortedBy(dataset, there),
  };
}

/** The window of a frame of this page. */
async function frameWindow() {
  const frame = document.createElement("iframe");
  frame.srcdoc = "<!doctype html><title>another realm</title>";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  return /** @type {Window & typeof globalThis} */ (frame.contentWindow);
}

/**
 * Whether weights in arrays of the frame are set.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof globalThis} there
 */
async function weightsOf({ dense, sequential }, there) {
  const model = await sequential([dense({ units: 2 })], { inputShape: [3], threads: 1 });
  const ones = (await model.getWeights()).map((weight) => ({
    ...weight,
    data: there.Float32Array.from(weight.data, () => 1),
  }));
  await model.setWeights(ones);
  const set = (await model.getWeights()).flatMap(({ data }) => [...data]);
  await model.dispose();
  return set;
}

/**
 * What reads that wait are told by a signal of the frame: of a stream that gives nothing, and before they begin.
 * @param {typeof import("fashion-wasm").dataset} dataset
 * @param {typeof globalThis} there
 */
async function abortedBy(dataset, there) {
  const controller = new there.AbortController();
  const { signal } = controller;
  const waiting = dataset.fromCsv({ csv: new there.ReadableStream({ start() {} }), signal }).catch((reason) => reason);
  setTimeout(() => controller.abort("enough"), 20);
  return [await waiting, await dataset.fromCsv({ csv: "/garments.csv", signal }).catch((reason) => reason)];
}
