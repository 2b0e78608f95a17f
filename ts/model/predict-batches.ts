/**
 * Prediction in batches, for models of both entries: images go in piece by piece, outputs come out as one array.
 */
import type { Engine, EngineCalls, EngineOf, ModelDescription } from "../engine/protocol.js";
import { type Images, sizeOf } from "../inputs/pixels.js";
import { booleanOption, integerOption, optionsObject } from "../options/check.js";
import type { FloatArray } from "../platform/array-types.js";

/** Options of `model.predict`. */
export interface PredictOptions {
  /**
   * Images computed at a time; default 256 (Keras: 32). Batches that are small are sent to the engine several at a time.
   * Outputs do not depend on it, down to the bit.
   */
  readonly batchSize?: number | undefined;
  /** Whether images that are unlike those of training are warned of, as `model.checkImages` finds them; default true. */
  readonly checkImages?: boolean | undefined;
}

/** Checks the options of `predict`. */
export function predictOptions(where: string, options: PredictOptions | undefined) {
  const { batchSize = 256, checkImages = true } = optionsObject(where, options, ["batchSize", "checkImages"]);
  return {
    batchSize: integerOption(where, "batchSize", batchSize, { min: 1 }),
    checkImages: booleanOption(where, "checkImages", checkImages),
  };
}

/** Bytes of a piece that holds several batches. */
const PIECE_BYTES = 2 * 2 ** 20;

/** Pieces on their way at a time: the next is copied and sent while the engine computes. */
const UNDER_WAY = 2;

/** Where outputs come from: images that are sent, or a dataset that the engine holds. */
export interface OutputSource {
  readonly count: number;
  /** Outputs of the images `start` … `end` − 1. */
  outputs(start: number, end: number): Promise<FloatArray>;
}

/** Outputs of all images, row by row: `count × outputs` floats. */
export async function predictAll(
  { inputShape, outputShape }: Pick<ModelDescription, "inputShape" | "outputShape">,
  source: OutputSource,
  batchSize: number,
): Promise<FloatArray> {
  const width = sizeOf(outputShape);
  const outputs = new Float32Array(source.count * width);
  const piece = batchSize * Math.max(1, Math.floor(PIECE_BYTES / (batchSize * sizeOf(inputShape))));
  const underWay: Promise<void>[] = [];
  for (let start = 0; start < source.count; start += piece) {
    if (underWay.length === UNDER_WAY) await underWay.shift();
    const end = Math.min(start + piece, source.count);
    const answer = source.outputs(start, end).then((values) => outputs.set(values, start * width));
    answer.catch(() => undefined); // heard of where it is awaited
    underWay.push(answer);
  }
  for (const answer of underWay) await answer;
  return outputs;
}

/** Images of the caller. */
export function ofImages(engine: EngineOf<Pick<EngineCalls, "predict">>, images: Images): OutputSource {
  return {
    count: images.count,
    outputs: (start, end) => engine.call("predict", end - start, images.rows(start, end)),
  };
}

/** Images of dataset `id` of the engine. */
export function ofDataset(engine: Engine, id: number, count: number): OutputSource {
  return { count, outputs: (start, end) => engine.call("predictDataset", id, start, end - start) };
}
