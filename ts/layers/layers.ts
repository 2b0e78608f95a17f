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
import { depthwiseConv2d } from "./depthwise-conv2d.js";
import { dropout } from "./dropout.js";
import { flatten } from "./flatten.js";
import { globalAveragePooling2d } from "./global-average-pooling2d.js";
import { globalMaxPooling2d } from "./global-max-pooling2d.js";
import { maxPooling2d } from "./max-pooling2d.js";
import { normalization } from "./normalization.js";
import { randomBrightness } from "./random-brightness.js";
import { randomContrast } from "./random-contrast.js";
import { randomErasing } from "./random-erasing.js";
import { randomFlip } from "./random-flip.js";
import { randomRotation } from "./random-rotation.js";
import { randomTranslation } from "./random-translation.js";
import { randomZoom } from "./random-zoom.js";
import { rescaling } from "./rescaling.js";
import { reshape } from "./reshape.js";
import { separableConv2d } from "./separable-conv2d.js";
import { spatialDropout2d } from "./spatial-dropout2d.js";
import { zeroPadding2d } from "./zero-padding2d.js";

export * from "./activation.js";
export * from "./activations.js";
export * from "./add.js";
export type { Factor, FillMode, Interpolation } from "./augmentation-options.js";
export * from "./average-pooling2d.js";
export * from "./batch-normalization.js";
export * from "./concatenate.js";
export * from "./conv2d.js";
export * from "./dense.js";
export * from "./depthwise-conv2d.js";
export * from "./dropout.js";
export * from "./flatten.js";
export * from "./global-average-pooling2d.js";
export * from "./global-max-pooling2d.js";
export * from "./max-pooling2d.js";
export * from "./normalization.js";
export * from "./random-brightness.js";
export * from "./random-contrast.js";
export * from "./random-erasing.js";
export * from "./random-flip.js";
export * from "./random-rotation.js";
export * from "./random-translation.js";
export * from "./random-zoom.js";
export { type L1L2Options, l1, l1L2, l2, type Regularizer, type RegularizerSpec } from "./regularizers.js";
export * from "./rescaling.js";
export * from "./reshape.js";
export * from "./separable-conv2d.js";
export * from "./spatial-dropout2d.js";
export * from "./zero-padding2d.js";

/** Every layer by its `type`: the function that makes it. Functions that return the spec of another (`relu`) are not among them. */
export const LAYERS = {
  randomFlip,
  randomTranslation,
  randomRotation,
  randomZoom,
  randomErasing,
  randomContrast,
  randomBrightness,
  rescaling,
  normalization,
  conv2d,
  depthwiseConv2d,
  separableConv2d,
  batchNormalization,
  maxPooling2d,
  averagePooling2d,
  globalAveragePooling2d,
  globalMaxPooling2d,
  zeroPadding2d,
  flatten,
  reshape,
  dropout,
  spatialDropout2d,
  dense,
  activation,
  add,
  concatenate,
} as const;

/** Every `type` a layer can have. */
export type LayerType = keyof typeof LAYERS;

/** Any layer of a {@link sequential} model. */
export type Layer = ReturnType<(typeof LAYERS)[LayerType]>;
