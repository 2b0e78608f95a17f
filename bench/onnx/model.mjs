/**
 * A net of nets.json as an ONNX file for the two ONNX Runtimes, with random weights: speed does not depend on them.
 *
 * Pixels go in as u8, [count, 28, 28, 1], and are rescaled inside, as in every other contestant; logits come out. One
 * channel makes a reshape of the change from NHWC to ONNX's NCHW. Field numbers: onnx/onnx.proto in ONNX's repository.
 */
import { bytes, float, integer, message } from "./protobuf.mjs";

const IR_VERSION = 8;
const OPSET = 17;
const TYPE = { float: 1, u8: 2, int64: 7 };

/**
 * @param {string} name
 * @param {number[]} dims
 * @param {number} type
 * @param {Float32Array | BigInt64Array} values
 */
function tensor(name, dims, type, values) {
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return message(5, [...dims.map((n) => integer(1, n)), integer(2, type), bytes(8, name), bytes(9, raw)]);
}

/**
 * @param {number} field 11 for an input of the graph, 12 for an output
 * @param {string} name
 * @param {number} type
 * @param {number[]} shape of one image
 */
function value(field, name, type, shape) {
  const dims = [message(1, [bytes(2, "count")]), ...shape.map((n) => message(1, [integer(1, n)]))];
  return message(field, [bytes(1, name), message(2, [message(1, [integer(1, type), message(2, dims)])])]);
}

/** @param {[name: string, value: number | number[]]} attribute; an array is of whole numbers */
function attribute([name, value]) {
  if (Array.isArray(value)) return message(5, [bytes(1, name), ...value.map((n) => integer(8, n)), integer(20, 7)]);
  if (name === "epsilon") return message(5, [bytes(1, name), float(2, value), integer(20, 1)]);
  return message(5, [bytes(1, name), integer(3, value), integer(20, 2)]);
}

/** Collects nodes, each working on the result of the one before unless it is told otherwise, and their weights. */
class Graph {
  /** @type {Buffer[]} */
  fields = [];
  trainable = 0;
  last = "images";
  #count = 0;

  /**
   * @param {string} operator
   * @param {string[]} [weights] names of further inputs
   * @param {Record<string, number | number[]>} [attributes]
   * @param {string} [output] name of the result
   */
  node(operator, weights = [], attributes = {}, output = `${operator}_${this.#count++}`) {
    const inputs = [this.last, ...weights].map((name) => bytes(1, name));
    const options = Object.entries(attributes).map(attribute);
    this.fields.push(message(1, [...inputs, bytes(2, output), bytes(4, operator), ...options]));
    this.last = output;
  }

  /**
   * @param {number[]} dims
   * @param {(i: number) => number} draw
   * @param {boolean} [trained]
   */
  weight(dims, draw, trained = true) {
    const name = `weight_${this.fields.length}`;
    const count = dims.reduce((product, n) => product * n, 1);
    if (trained) this.trainable += count;
    this.fields.push(
      tensor(
        name,
        dims,
        TYPE.float,
        Float32Array.from({ length: count }, (_, i) => draw(i)),
      ),
    );
    return name;
  }
}

const [zero, one] = [() => 0, () => 1];
/** @param {number} fanIn */
const around = (fanIn) => () => (2 * Math.random() - 1) * Math.sqrt(6 / fanIn);

/**
 * The file's bytes, and the number of trainable weights in it.
 * @param {readonly import("../contestants/contestant.js").LayerDescription[]} layers
 */
export function onnxModel(layers) {
  const graph = new Graph();
  // The reshape first: ONNX Runtime multiplies [count, 28, 28, 1] by a scalar at a tenth of the speed.
  graph.fields.push(tensor("nchw", [4], TYPE.int64, BigInt64Array.of(-1n, 1n, 28n, 28n)));
  graph.node("Reshape", ["nchw"]);
  graph.node("Cast", [], { to: TYPE.float });
  graph.node("Mul", [graph.weight([], () => 1 / 255, false)]);
  const input = { name: graph.last, channels: 1, side: 28 };
  /** What each layer has written. */
  const written = /** @type {(typeof input)[]} */ ([]);
  /** @param {number} place */
  const valueAt = (place) => written[place] ?? input;
  let [channels, side] = [1, 28];
  /** A convolution without what follows it; "same" pads below and to the right first, as Keras does. */
  const convolve = (/** @type {number} */ filters, k = 1, s = 1, padding = "valid", groups = 1, useBias = false) => {
    const total = padding === "same" ? Math.max((Math.ceil(side / s) - 1) * s + k - side, 0) : 0;
    const [before, after] = [total >> 1, total - (total >> 1)];
    const weights = [graph.weight([filters, channels / groups, k, k], around((channels / groups) * k * k))];
    if (useBias) weights.push(graph.weight([filters], zero));
    const pads = [before, before, after, after];
    graph.node("Conv", weights, { kernel_shape: [k, k], strides: [s, s], pads, group: groups });
    [channels, side] = [filters, Math.floor((side + total - k) / s) + 1];
  };
  for (const [place, layer] of layers.entries()) {
    const { type, filters = 0, kernelSize: k = 0, strides: s = 1, padding, activation, units = 0 } = layer;
    const { inputs = [place - 1], useBias = true } = layer;
    const read = inputs.map(valueAt);
    ({ name: graph.last, channels, side } = read[0] ?? input);
    if (type === "conv2d") {
      convolve(filters, k, s, padding, 1, useBias);
    } else if (type === "separableConv2d") {
      convolve(channels, k, s, padding, channels);
      convolve(filters, 1, 1, "valid", 1, useBias);
    } else if (type === "add") {
      const others = read.slice(1).map(({ name }) => name);
      graph.node("Add", others);
    } else if (type === "maxPool2d") {
      graph.node("MaxPool", [], { kernel_shape: [2, 2], strides: [2, 2] });
      side = Math.floor(side / 2);
    } else if (type === "globalAveragePooling2d") {
      graph.node("GlobalAveragePool");
      graph.node("Flatten", [], { axis: 1 });
      side = 1;
    } else if (type === "batchNormalization") {
      const [gamma, beta] = [graph.weight([channels], one), graph.weight([channels], zero)];
      const [mean, variance] = [graph.weight([channels], zero, false), graph.weight([channels], one, false)];
      graph.node("BatchNormalization", [gamma, beta, mean, variance], { epsilon: 1e-3 });
    } else if (type === "flatten") {
      graph.node("Flatten", [], { axis: 1 });
      [channels, side] = [channels * side * side, 1];
    } else if (type === "dense") {
      graph.node("Gemm", [graph.weight([channels, units], around(channels)), graph.weight([units], zero)]);
      channels = units;
    }
    if (type === "relu" || activation === "relu") graph.node("Relu");
    written.push({ name: graph.last, channels, side });
  }
  graph.node("Identity", [], {}, "logits");
  const body = [...graph.fields, bytes(2, "net"), value(11, "images", TYPE.u8, [28, 28, 1])];
  body.push(value(12, "logits", TYPE.float, [channels]));
  const file = [integer(1, IR_VERSION), message(8, [bytes(1, ""), integer(2, OPSET)]), message(7, body)];
  return { bytes: Buffer.concat(file), trainable: graph.trainable };
}
