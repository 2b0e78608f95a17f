/**
 * The bench's net D, of which both packaged models are made: how much is dropped, and what the last layer is, they say themselves.
 */

/**
 * @param {typeof import("fashion-wasm")} api
 * @param {{ dropoutOfBlocks: number, dropoutOfDense: number, output: import("fashion-wasm").Layer }} options
 * @returns {import("fashion-wasm").Layer[]}
 */
export function netD(api, { dropoutOfBlocks, dropoutOfDense, output }) {
  const { rescaling, conv2d, batchNormalization, relu, maxPooling2d, dropout, flatten, dense } = api;
  /** @param {number} filters */
  const block = (filters) => [
    conv2d({ filters, kernelSize: 3, padding: "same" }),
    batchNormalization(),
    relu(),
    conv2d({ filters, kernelSize: 3, padding: "same" }),
    batchNormalization(),
    relu(),
    maxPooling2d(),
    dropout({ rate: dropoutOfBlocks }),
  ];
  return [
    rescaling({ scale: 1 / 255 }),
    ...block(32),
    ...block(64),
    flatten(),
    dense({ units: 128 }),
    batchNormalization(),
    relu(),
    dropout({ rate: dropoutOfDense }),
    output,
  ];
}
