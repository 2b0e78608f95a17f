/**
 * Looks at images on their way into a model, and warns of those that are not like the ones it was trained on.
 *
 * What is compared: tones.ts. A few genuine images are always unusual, so it takes more than half of those seen lately.
 */
import type { ModelSpec } from "../engine/protocol.js";
import type { Images } from "./pixels.js";
import { compare, type InputProfile, profileOf, sampleOf } from "./tones.js";

/** Images after which the count begins to forget. */
const REMEMBERED = 256;

/** Images of batches after which nothing more is learnt of how they look. */
const ENOUGH = 512;

/** A call with so many images is judged by itself, without those seen before. */
const MANY = 16;

/** Says on the console, each thing once per model, that images are unlike those of training, or look scaled already. */
export class InputWatch {
  #profile: InputProfile | null;
  readonly #shape: readonly number[];
  readonly #rescales: boolean;
  /** Images of batches learnt from. */
  #batches: (Uint8Array | Float32Array)[] = [];
  #seen = 0;
  #unusual = 0;
  readonly #said = new Set<string>();

  constructor({ inputShape, layers }: ModelSpec, profile: InputProfile | null) {
    this.#profile = profile;
    this.#shape = inputShape;
    const head = layers[0];
    const scale: unknown = head?.type === "rescaling" ? head.scale : 1;
    // 0–255 is brought to about [0, 1] or [−1, 1]: anything already in [0, 1] would end near 0.
    this.#rescales = typeof scale === "number" && Math.abs(scale) > 0 && Math.abs(scale) <= 0.01;
  }

  /** How the training images looked; null for a model that was not trained, or by an earlier version. */
  get profile(): InputProfile | null {
    return this.#profile;
  }

  /** Sets what a whole training set is like, which says more than the batches before it. */
  learn(profile: InputProfile | null): void {
    this.#profile = profile;
    this.#batches = [];
  }

  /** Looks at images that the model is about to get; `profile`: what they should be like. */
  see(where: string, images: Images, profile = this.#profile): void {
    if (profile === null) {
      if (this.#rescales && looksScaled(sampleOf(images, "check"))) this.#warn(where, SCALED);
      return;
    }
    const { unusual, of, what } = compare(sampleOf(images, "check"), this.#shape, profile);
    if (this.#seen > REMEMBERED) [this.#seen, this.#unusual] = [this.#seen / 2, this.#unusual / 2];
    this.#seen += of;
    this.#unusual += unusual;
    if (unusual > of / 2 && (of >= MANY || this.#unusual > this.#seen / 2)) this.#warn(where, what);
  }

  /** What is unusual about more than half of these images, as a sentence; null where nothing is known or unusual. */
  check(images: Images): string | null {
    if (this.#profile === null) return null;
    const { unusual, of, what } = compare(sampleOf(images, "check"), this.#shape, this.#profile);
    return unusual > of / 2 ? what : null;
  }

  /** How images look that the model is about to be trained on. */
  profileOf(images: Images): InputProfile | null {
    return profileOf(sampleOf(images, "profile"), this.#shape);
  }

  /** Learns from batches that come one by one, where nothing else was learnt from. */
  learnBatch(images: Images): void {
    if (this.#profile !== null && this.#batches.length === 0) return;
    if (this.#batches.length >= ENOUGH) return;
    this.#batches.push(...sampleOf(images, "check").map((image) => image.slice()));
    this.#profile = profileOf(this.#batches, this.#shape);
  }

  #warn(where: string, what: string): void {
    // The advice: numbers before it differ from call to call.
    const advice = what.split("→")[1] ?? what;
    if (this.#said.has(advice)) return;
    this.#said.add(advice);
    console.warn(`fashion-wasm: ${where}: ${what}`);
  }
}

const SCALED =
  "the images are floats in [0, 1], but the model begins with a rescaling from 0–255 → give the images in the units of training, 0–255, or make the model without the rescaling";

function looksScaled(sample: readonly (Uint8Array | Float32Array)[]): boolean {
  let max = 0;
  for (const image of sample) {
    if (image instanceof Uint8Array) return false;
    for (const value of image) {
      if (!(value >= 0 && value <= 1)) return false;
      if (value > max) max = value;
    }
  }
  return max > 0;
}
