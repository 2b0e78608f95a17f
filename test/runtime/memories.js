/**
 * Data, models and wasm files on memory of every kind, and texts that are no address, as a page gives them; plain data
 * comes back.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/** More than is copied when it is given. */
const LARGE = 65 * 2 ** 20;

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 * @param {Record<"model" | "engineWasm" | "inferenceWasm" | "dataWasm", string>} places addresses on this server
 */
export async function memories(fashion, inference, places) {
  const { dataset, encodePng, init, parseIdx } = fashion;
  const bytesAt = async (/** @type {string} */ url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  const [model, engineWasm, inferenceWasm, dataWasm] = await Promise.all(
    [places.model, places.engineWasm, places.inferenceWasm, places.dataWasm].map(bytesAt),
  );
  const pixels = Uint8Array.from({ length: 784 }, (_, i) => (i * 37) % 256);
  const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, ...pixels);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7);
  const csv = new TextEncoder().encode(`7,${pixels.join()}`);
  const kinds = memoryKinds();
  const answers = {};
  for (const [kind, on] of Object.entries(kinds)) {
    await init({ wasmBytes: on(engineWasm), dataWasm: on(dataWasm), threads: 1 });
    await inference.init({ wasmBytes: on(inferenceWasm) });
    const outputs = [];
    for (const { loadModel } of [fashion, inference]) {
      const loaded = await loadModel(on(model));
      outputs.push(String(await loaded.predict(on(pixels), { checkImages: false })));
      await loaded.dispose();
    }
    const sets = [
      dataset.fromArrays({ images: on(pixels), labels: on(Uint8Array.of(7)), imageShape: [28, 28, 1] }),
      await dataset.fromIdx({ images: on(idx), labels: on(labels) }),
      await dataset.fromCsv({ csv: on(csv) }),
      await dataset.fromImages({ images: [on(await encodePng(on(pixels), [28, 28, 1]))], labels: [7] }),
    ];
    const large = on(new Uint8Array(kind === "ordinary" || kind === "shared" ? LARGE : 64).fill(3));
    const rows = dataset.fromArrays({ images: large, labels: null, imageShape: [large.length / 64, 64, 1] });
    answers[kind] = {
      outputs,
      fingerprints: await Promise.all(sets.map((set) => set.fingerprint())),
      // Once is enough.
      ...(large.length === LARGE && { large: await rows.fingerprint() }),
      idx: String((await parseIdx(on(idx))).data),
    };
  }
  await init();
  await inference.init();
  return { answers, refused: await refusals(fashion, inference) };
}

/** What puts bytes on a memory of that kind. */
function memoryKinds() {
  const write = (/** @type {any} */ memory, /** @type {Uint8Array} */ bytes, start = 0) => {
    const view = start === 0 ? new Uint8Array(memory) : new Uint8Array(memory, start, bytes.length);
    view.set(bytes);
    return view;
  };
  const growing = (/** @type {any} */ Kind, /** @type {number} */ length) =>
    Reflect.construct(Kind, [length, { maxByteLength: length + 64 }]);
  return {
    ordinary: (bytes) => bytes.slice(),
    shared: (bytes) => write(new SharedArrayBuffer(bytes.length), bytes),
    "shared and growable, from its middle": (bytes) => write(growing(SharedArrayBuffer, bytes.length + 9), bytes, 5),
    resizable: (bytes) => write(growing(ArrayBuffer, bytes.length), bytes),
  };
}

/**
 * The code and message of every refusal, by what was called with what.
 * @param {typeof import("fashion-wasm")} fashion
 * @param {typeof import("fashion-wasm/inference")} inference
 */
async function refusals({ dataset, init, loadFashionMnist, loadModel }, inference) {
  const gone = () => {
    const bytes = Uint8Array.of(1, 2, 3);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    return bytes;
  };
  const loaders = {
    loadModel: (source) => loadModel(source),
    "inference.loadModel": (source) => inference.loadModel(source),
    "dataset.fromCsv": (csv) => dataset.fromCsv({ csv }),
    "dataset.fromIdx": (images) => dataset.fromIdx({ images, labels: images }),
    "dataset.fromImages": (image) => dataset.fromImages({ images: [image], labels: null }),
    loadFashionMnist: (data) => loadFashionMnist({ data }),
    "init wasmUrl": (wasmUrl) => init({ wasmUrl }),
    "init workerUrl": (workerUrl) => init({ workerUrl }),
    "init dataWasm": (dataWasm) => init({ dataWasm }),
    "inference.init": (wasmUrl) => inference.init({ wasmUrl }),
  };
  const texts = ["http://", "https://[", "http:/x/y", "http:x", "data:x", "C:\\x\\y.csv", "s3://b/x", ""];
  texts.push("https://me:secret@localhost/x");
  const answers = {};
  for (const [name, load] of Object.entries(loaders)) {
    for (const source of [...texts, ...(name.endsWith("Url") || /init$|Mnist/.test(name) ? [] : [gone()])]) {
      const answer = await load(source).then(
        () => "accepted",
        (/** @type {any} */ error) => `${error.name} ${error.code}: ${error.message}`,
      );
      answers[`${name} of ${typeof source === "string" ? source : "what was handed over"}`] = answer;
    }
  }
  return answers;
}
