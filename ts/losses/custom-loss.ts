/**
 * A loss that the user writes.
 */

/** What a custom loss is told of its arrays. */
export interface LossShape {
  /** Images in the batch. */
  readonly count: number;
  /** Outputs an image. */
  readonly units: number;
}

/**
 * A loss that is written in JavaScript: it gets a batch's outputs, `count × units` row by row, after the last activation, and
 * its labels, and returns the mean loss of the images and its gradient `∂loss/∂outputs`, laid out as the outputs.
 *
 * Labels are class numbers, one an image, or rows of `count × units` numbers, as they were given to `fit`. The arrays are its
 * own to write to; it must not be asynchronous, and is called once a step. Note the order, outputs first: Keras' losses take
 * the labels first.
 *
 * @example
 * ```ts
 * // Mean squared error.
 * const loss: CustomLoss = (outputs, labels, { count, units }) => {
 *   const gradient = new Float32Array(outputs.length);
 *   let sum = 0;
 *   for (let i = 0; i < outputs.length; i++) {
 *     const error = outputs[i] - labels[i];
 *     sum += error * error;
 *     gradient[i] = (2 * error) / (count * units);
 *   }
 *   return { loss: sum / (count * units), gradient };
 * };
 * model.compile({ optimizer: "adam", loss });
 * ```
 */
export type CustomLoss = (
  outputs: Float32Array,
  labels: Uint32Array | Float32Array,
  shape: LossShape,
) => { readonly loss: number; readonly gradient: Float32Array };
