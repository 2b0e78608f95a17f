/**
 * Who is measured: this package, and its peers, each at its best honest use on a CPU.
 *
 * A new peer is a file in contestants/ and an entry here. How its process is started: measure/start.mjs.
 */

/**
 * @typedef {object} Entry
 * @property {string} id as in `--peers`
 * @property {string} title
 * @property {"own" | "framework" | "runtime" | "javascript"} family who it is compared with: "framework" are the
 *   native ones that train, "runtime" a native one that only infers
 * @property {"node" | "chromium" | "python"} host
 * @property {string} module in contestants/ or contestants/python/
 * @property {string} [needs] package without which it is not installed: below node_modules, or to import in Python
 * @property {("train" | "infer")[]} [modes] both by default
 * @property {number} [threads] other than asked for
 * @property {Record<string, unknown>} [variant] further settings for its process
 * @property {Record<string, number>} [batches] smaller batches by `mode net`, where one step would take minutes
 * @property {boolean} [onlyByName] left out unless `--peers` names it
 * @property {string} [build] folder of the fashion-wasm that it runs; the repository by default
 * @property {string} [origin] which build that is, told with its version
 * @property {string} [pair] the same for two that are compared round by round, which stand side by side
 */

/** @typedef {"train" | "infer" | "start"} Mode */

/**
 * Whether it is measured in a mode: the start is that of the model in this package, which no peer has.
 * @param {Entry} entry
 * @param {Mode} mode
 */
export function takesPart({ family, modes }, mode) {
  return mode === "start" ? family === "own" : modes === undefined || modes.includes(mode);
}

/** @type {readonly Entry[]} */
export const contestants = [
  { id: "fashion-wasm", title: "fashion-wasm", family: "own", host: "node", module: "fashion-wasm.mjs" },
  {
    id: "fashion-wasm-1-thread",
    title: "fashion-wasm, 1 thread",
    family: "own",
    host: "node",
    module: "fashion-wasm.mjs",
    threads: 1,
    onlyByName: true,
  },
  {
    id: "fashion-wasm-chromium",
    title: "fashion-wasm in Chromium",
    family: "own",
    host: "chromium",
    module: "fashion-wasm.mjs",
  },
  ...["contiguous", "channels_last"].map(
    (layout) =>
      /** @type {Entry} */ ({
        id: layout === "contiguous" ? "pytorch" : "pytorch-channels-last",
        title: layout === "contiguous" ? "PyTorch" : "PyTorch, channels_last",
        family: "framework",
        host: "python",
        module: "pytorch",
        needs: "torch",
        variant: { layout },
      }),
  ),
  ...["function", "fit"].map(
    (loop) =>
      /** @type {Entry} */ ({
        id: loop === "function" ? "keras" : "keras-fit",
        title: loop === "function" ? "Keras on TensorFlow" : "Keras on TensorFlow, model.fit",
        family: "framework",
        host: "python",
        module: "keras_tensorflow",
        needs: "tensorflow",
        variant: { loop },
        // On every net slower than the tf.function; kept to see that it is.
        ...(loop === "fit" && { modes: ["train"], onlyByName: true }),
      }),
  ),
  { id: "jax", title: "JAX, jit", family: "framework", host: "python", module: "jax_jit", needs: "jax" },
  {
    id: "onnxruntime",
    title: "ONNX Runtime",
    family: "runtime",
    host: "python",
    module: "onnxruntime_native",
    needs: "onnxruntime",
    modes: ["infer"],
  },
  {
    id: "onnxruntime-web",
    title: "ONNX Runtime Web",
    family: "javascript",
    host: "node",
    module: "onnxruntime-web.mjs",
    needs: "onnxruntime-web",
    modes: ["infer"],
  },
  {
    id: "onnxruntime-web-1-thread",
    title: "ONNX Runtime Web, 1 thread",
    family: "javascript",
    host: "node",
    module: "onnxruntime-web.mjs",
    needs: "onnxruntime-web",
    modes: ["infer"],
    threads: 1,
    onlyByName: true,
  },
  {
    id: "tfjs",
    title: "TensorFlow.js, cpu",
    family: "javascript",
    host: "node",
    module: "tfjs.mjs",
    needs: "@tensorflow/tfjs",
    variant: { backend: "cpu" },
    batches: { "train L": 8, "train D": 2, "infer D": 16 },
  },
  {
    id: "tfjs-wasm",
    // However many are asked for: contestants/tfjs.mjs says why.
    title: "TensorFlow.js, wasm, 1 thread",
    family: "javascript",
    host: "node",
    module: "tfjs.mjs",
    needs: "@tensorflow/tfjs-backend-wasm",
    modes: ["infer"],
    variant: { backend: "wasm" },
  },
  ...["node", "chromium"].map(
    (host) =>
      /** @type {Entry} */ ({
        id: host === "node" ? "jax-js" : "jax-js-chromium",
        title: host === "node" ? "jax-js, wasm" : "jax-js, wasm, in Chromium",
        family: "javascript",
        host,
        module: "jax-js.mjs",
        needs: "@jax-js/jax",
        batches: { "train D": 16, "infer D": 32 },
      }),
  ),
];
