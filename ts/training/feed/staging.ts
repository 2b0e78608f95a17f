/**
 * Batches put together to one dataset of the engine, so that several short steps are one message.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Engine } from "../../engine/protocol.js";
import type { Examples } from "../../inputs/examples.js";
import type { Learnt } from "./feed.js";
import type { ReadBatch } from "./read-batch.js";

/** At most so many values of images in one dataset, unless one batch has more. */
const MOST_VALUES = 4 * 2 ** 20;

/** Batches on their way through the engine. */
export interface Staged {
  readonly id: number;
  readonly examples: Pick<Examples, "dataset" | "targets">;
  /** Images of each. */
  readonly sizes: readonly number[];
  readonly weights: Float32Array | null;
  readonly learnt: Learnt;
}

/** Whether a batch can stand in one dataset with others. */
export function goTogether(batches: readonly ReadBatch[], next: ReadBatch): boolean {
  const [first] = batches;
  if (first === undefined) return true;
  const isFloat = ({ images }: ReadBatch) => images instanceof Float32Array;
  if (isFloat(first) !== isFloat(next) || (first.targets === null) !== (next.targets === null)) return false;
  return batches.reduce((sum, { images }) => sum + images.length, next.images.length) <= MOST_VALUES;
}

/** Memory that batches are put together in. */
export interface Joint {
  memory: ArrayBuffer;
}

/** Writes batches into a dataset of their own; `joint` is free again when it is called the next time. */
export async function stage(engine: Engine, batches: readonly ReadBatch[], joint: Joint): Promise<Staged> {
  const [first, last] = [batches[0] as ReadBatch, batches.at(-1) as ReadBatch];
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const float = first.images instanceof Float32Array;
  const imageSize = first.images.length / first.count;
  const labels = first.targets === null ? new Uint32Array(count) : null;
  const targets = first.targets === null ? null : new Float32Array(count * (first.targets.length / first.count));
  const weights = batches.some((batch) => batch.weights !== null) ? new Float32Array(count).fill(1) : null;
  const images = imagesIn(joint, count * imageSize, float);
  let place = 0;
  for (const batch of batches) {
    images.set(batch.images, place * imageSize);
    if (batch.labels !== null) labels?.set(batch.labels, place);
    if (batch.targets !== null) targets?.set(batch.targets, place * (batch.targets.length / batch.count));
    if (batch.weights !== null) weights?.set(batch.weights, place);
    place += batch.count;
    batch.done();
  }
  const room = { count, imageSize, float, labels: labels ?? undefined, targets: targets ?? undefined };
  const id = await engine.call("createDataset", room);
  try {
    await engine.call("writeImages", id, 0, images);
  } catch (error) {
    await release(engine, { id });
    throw error;
  }
  const source = { images: new Uint8Array(), labels, count, fileNames: null };
  const examples = { dataset: { source } as Dataset, targets };
  return { id, examples, sizes: batches.map((batch) => batch.count), weights, learnt: last.learnt };
}

function imagesIn(joint: Joint, length: number, float: boolean): Uint8Array | Float32Array {
  const bytes = float ? 4 * length : length;
  if (joint.memory.byteLength < bytes) joint.memory = new ArrayBuffer(bytes);
  return float ? new Float32Array(joint.memory, 0, length) : new Uint8Array(joint.memory, 0, length);
}

/** Frees it; an engine that has ended has nothing left. */
export async function release(engine: Engine, { id }: Pick<Staged, "id">): Promise<void> {
  await engine.call("releaseDataset", id).catch(() => undefined);
}
