/**
 * Batches put together to one dataset of the engine, so that several short steps are one message.
 *
 * There are two such places, filled in turns and made anew only where one is too small. Nothing is waited for while the engine
 * computes: where its memory is shared, images are written there; what is sent comes before the steps that it is for.
 */
import type { Dataset } from "../../data/dataset.js";
import type { Engine } from "../../engine/protocol.js";
import type { Examples } from "../../inputs/examples.js";
import type { Learnt } from "./feed.js";
import type { ReadBatch } from "./read-batch.js";

/** At most so many values of images in one dataset, unless one batch has more. */
const MOST_VALUES = 4 * 2 ** 20;

/** A place is made for so many times what it is needed for first. */
const ROOM = 4;

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
  return kindOf(first) === kindOf(next) && valuesIn([...batches, next]) <= MOST_VALUES;
}

/** A dataset of the engine that batches are written to. */
export class Stage {
  readonly #engine: Engine;
  #id: number | undefined;
  #kind = "";
  /** Images that there is room for. */
  #room = 0;
  /** Where images are written; of the engine itself where its memory is shared. */
  #pixels: Uint8Array | Float32Array = new Uint8Array();
  #isShared = false;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Writes batches of one kind; nothing may be under way that reads the ones before. */
  async fill(batches: readonly ReadBatch[]): Promise<Staged> {
    const [first, last] = [batches[0] as ReadBatch, batches.at(-1) as ReadBatch];
    const count = batches.reduce((sum, batch) => sum + batch.count, 0);
    if (this.#room < count || this.#kind !== kindOf(first)) await this.#make(first, count, valuesIn(batches));
    const id = this.#id as number;
    const labels = first.labels && new Uint32Array(this.#room);
    const targets = first.targets && new Float32Array(this.#room * (first.targets.length / first.count));
    const weights = batches.some((batch) => batch.weights !== null) ? new Float32Array(count).fill(1) : null;
    let [place, value, target] = [0, 0, 0];
    for (const batch of batches) {
      this.#pixels.set(batch.images, value);
      if (batch.labels !== null) labels?.set(batch.labels, place);
      if (batch.targets !== null) targets?.set(batch.targets, target);
      if (batch.weights !== null) weights?.set(batch.weights, place);
      place += batch.count;
      value += batch.images.length;
      target += batch.targets?.length ?? 0;
      batch.done();
    }
    // Not awaited: the steps are asked for after it, and an engine that fails here fails there.
    const sent = [this.#engine.call("writeLabels", id, labels ?? undefined, targets ?? undefined)];
    if (!this.#isShared) sent.push(this.#engine.call("writeImages", id, 0, this.#pixels.subarray(0, value)));
    for (const call of sent) call.catch(() => undefined);
    const source = { images: new Uint8Array(), labels, count, fileNames: null };
    const examples = { dataset: { source } as Dataset, targets };
    return { id, examples, sizes: batches.map((batch) => batch.count), weights, learnt: last.learnt };
  }

  /** Frees it; an engine that has ended has nothing left. */
  async release(): Promise<void> {
    const id = this.#id;
    [this.#id, this.#room] = [undefined, 0];
    if (id !== undefined) await this.#engine.call("releaseDataset", id).catch(() => undefined);
  }

  async #make(first: ReadBatch, count: number, values: number): Promise<void> {
    await this.release();
    const imageSize = values / count;
    const room = Math.max(count, Math.min(ROOM * count, Math.floor(MOST_VALUES / imageSize)));
    const float = first.images instanceof Float32Array;
    const targets = first.targets && new Float32Array(room * (first.targets.length / first.count));
    const labels = first.labels && new Uint32Array(room);
    const wanted = { count: room, imageSize, float, labels: labels ?? undefined, targets: targets ?? undefined };
    const id = await this.#engine.call("createDataset", wanted);
    this.#id = id;
    const shared = this.#engine.info.build === "threads" ? await this.#engine.call("shareImages", id) : null;
    const { memory, start } = shared ?? { memory: new ArrayBuffer(room * imageSize * (float ? 4 : 1)), start: 0 };
    const length = room * imageSize;
    this.#pixels = float ? new Float32Array(memory, start, length) : new Uint8Array(memory, start, length);
    [this.#isShared, this.#room, this.#kind] = [shared !== null, room, kindOf(first)];
  }
}

/** Pixels, and labels or rows: what one dataset has alike. */
function kindOf({ images, targets, count }: ReadBatch): string {
  return `${images.BYTES_PER_ELEMENT} ${images.length / count} ${(targets?.length ?? 0) / count}`;
}

const valuesIn = (batches: readonly ReadBatch[]) => batches.reduce((sum, { images }) => sum + images.length, 0);
