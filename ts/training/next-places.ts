/**
 * How many places of images one message to the engine carries.
 *
 * The engine works through them batch by batch for about 30 ms and says how far it came; the rest is sent again. So a
 * message holds enough for that time on a fast machine, and not much more: what is sent is copied.
 */

/** 64 KiB; at 500,000 images a second they last 33 ms. */
const PLACES = 16_384;

/** The places from `start` on for one message: as many whole batches as there is room for, at least one. */
export function nextPlaces(order: Uint32Array, start: number, batchSize: number): Uint32Array {
  const batches = Math.max(1, Math.floor(PLACES / batchSize));
  return order.subarray(start, start + batches * batchSize);
}
