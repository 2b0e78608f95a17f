/**
 * One image of a dataset, as whoever looks at images one by one gets it.
 */

/** One image of a dataset, with all that is known of it. */
export interface Example {
  /** Its place in the dataset. */
  readonly index: number;
  /** A copy of its pixels: height, width, channels. */
  readonly image: Uint8Array | Float32Array;
  /** Its class number and its class's name; null where the dataset has no labels. */
  readonly label: number | null;
  readonly className: string | null;
}
