/**
 * The table of layers. The union of their specs, their types and the check of a model's layers follow from it.
 *
 * To add one: write its file and name it here, in the table and among the exports. What a layer means, and whether it
 * fits its neighbours, the engine says.
 */
import { activation } from "./activation.js";
import { add } from "./add.js";
import { averagePooling2d } from "./average-pooling2d.js";
import { batchNormalization } from "./batch-normalization.js";
import { concatenate } from "./concatenate.js";
import { conv2d } from "./conv2d.js";
import { dense } from "./dense.js";
import { dropout } from "./dropout.js";
import { flatten } from "./flatten.js";
import { maxPooling2d } from "./max-pooling2d.js";
import { rescaling } from "./rescaling.js";
import { zeroPadding2d } from "./zero-padding2d.js";

export * from "./activation.js";
export * from "./add.js";
export * from "./average-pooling2d.js";
export * from "./batch-normalization.js";
export * from "./concatenate.js";
export * from "./conv2d.js";
export * from "./dense.js";
export * from "./dropout.js";
export * from "./flatten.js";
export * from "./max-pooling2d.js";
export * from "./relu.js";
export * from "./rescaling.js";
export * from "./sigmoid.js";
export * from "./softmax.js";
export * from "./zero-padding2d.js";

/** Every layer by its `type`: the function that makes it. Functions that return the spec of another (`relu`) are not among them. */
export const LAYERS = {
  rescaling,
  conv2d,
  batchNormalization,
  maxPooling2d,
  averagePooling2d,
  zeroPadding2d,
  flatten,
  dropout,
  dense,
  activation,
  add,
  concatenate,
} as const;

/** Every `type` a layer can have. */
export type LayerType = keyof typeof LAYERS;

/** Any layer of a {@link sequential} model. */
export type Layer = ReturnType<(typeof LAYERS)[LayerType]>;
