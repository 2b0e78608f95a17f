/**
 * Looks at images on their way into a model, and warns of those that are not like the ones it was trained on.
 *
 * What is compared: unlike.ts. A few genuine images are always unusual, so it takes more than half of those seen lately.
 */
import type { ModelSpec } from "../engine/protocol.js";
import { warn } from "../options/warn.js";
import type { Images } from "./pixels.js";
import { type InputProfile, profileOf, sampleOf, widened } from "./tones.js";
import { compare } from "./unlike.js";

/** Images looked at, of a call and of a training set. */
const LOOKED_AT = { call: 32, training: 256 } as const;

/** Images after which the count begins to forget. */
const REMEMBERED = 256;

/** Of so many images a call is judged alone. */
const MANY = 16;

/** Images of batches after which only one batch in {@link SELDOM} is learnt from. */
const KNOWN = 512;
const SELDOM = 16;

/** Says on the console, each thing once per model, that images are unlike those of training, or look scaled already. */
export class InputRangeCheck {
  #profile: InputProfile | null;
  readonly #shape: readonly number[];
  readonly #rescales: boolean;
  /** What was learnt last. */
  #learnt: InputProfile | null = null;
  #batches = 0;
  #calls = 0;
  #seen = 0;
  #unusual = 0;
  readonly #said = new Set<string>();

  constructor({ inputShape, layers }: ModelSpec, profile: InputProfile | null) {
    this.#profile = profile;
    this.#shape = inputShape;
    // Augmentation leaves the units as they are.
    const scale = scaleOf(layers.find(({ type }) => !type.startsWith("random")));
    // 0–255 is brought to about [0, 1] or [−1, 1]: anything already in [0, 1] would end near 0.
    this.#rescales = scale > 0 && scale <= 0.02;
  }

  /** How the training images looked; null for a model that was not trained, or by an earlier version. */
  get profile(): InputProfile | null {
    return this.#profile;
  }

  /** Adds what the images of a training are like. Those of other units replace what was known, unless that `stays`. */
  learn(profile: InputProfile | null, stays = false): void {
    if (profile === null || profile === this.#learnt) return;
    this.#learnt = profile;
    const known = this.#profile;
    const ratio = known === null ? 0 : (known.max - known.min) / (profile.max - profile.min);
    const isAlike = ratio > 1 / 8 && ratio < 8;
    if (known !== null && isAlike) this.#profile = widened(known, profile);
    else if (known === null || !stays) this.#profile = profile;
  }

  /** Takes what the images of a training are like together with all that was known. */
  replace(profile: InputProfile | null): void {
    this.#profile = profile ?? this.#profile;
  }

  /** Looks at images that the model is about to get; `profile`: what they should be like. */
  see(where: string, images: Images, profile = this.#profile): void {
    // Of images or batches one after the other, once some are known, each eighth will do.
    this.#calls++;
    const isOneOfMany = images.count < MANY || where === "trainOnBatch";
    if (isOneOfMany && this.#seen > 2 * MANY && this.#calls % 8 !== 0) return;
    if (profile === null) {
      if (this.#rescales && looksScaled(sampleOf(images, LOOKED_AT.call))) this.warn(where, SCALED);
      return;
    }
    const { unusual, of, what } = compare(sampleOf(images, LOOKED_AT.call), this.#shape, profile);
    if (this.#seen > REMEMBERED) [this.#seen, this.#unusual] = [this.#seen / 2, this.#unusual / 2];
    this.#seen += of;
    this.#unusual += unusual;
    if (unusual > of / 2 && (of >= MANY || this.#unusual > this.#seen / 2)) this.warn(where, what);
  }

  /** What is unusual about more than half of these images, as a sentence; null where nothing is known or unusual. */
  check(images: Images): string | null {
    if (this.#profile === null) return null;
    const { unusual, of, what } = compare(sampleOf(images, LOOKED_AT.call), this.#shape, this.#profile);
    return unusual > of / 2 ? what : null;
  }

  /** How images look that the model is about to be trained on. */
  profileOf(images: Images): InputProfile | null {
    return profileOf(sampleOf(images, LOOKED_AT.training), this.#shape);
  }

  /** How the images of one batch look, for {@link learnBatch}; null where enough is known. */
  profileOfBatch(images: Images): InputProfile | null {
    this.#batches++;
    if ((this.#profile?.images ?? 0) >= KNOWN && this.#batches % SELDOM !== 0) return null;
    return profileOf(sampleOf(images, LOOKED_AT.call), this.#shape);
  }

  /** Adds what one batch is like that was trained on. */
  learnBatch(profile: InputProfile | null): void {
    if (profile === null) return;
    const before = this.#profile;
    this.learn(profile, before !== null && before.images > profile.images);
    const after = this.#profile;
    if (before === null || after === null || after === before || after === profile) return;
    this.#profile = { ...after, images: before.images + profile.images };
  }

  /** Says something on the console, if its advice was not given before. */
  readonly warn = (where: string, what: string): void => {
    // The advice: numbers before it differ from call to call.
    const advice = what.split("→")[1] ?? what;
    if (this.#said.has(advice)) return;
    this.#said.add(advice);
    warn(where, what);
  };
}

/** What a layer at the head multiplies images by, where it does no more than scale and shift them by numbers that are known. */
function scaleOf(head: ModelSpec["layers"][number] | undefined): number {
  const { scale, variance } = { ...head } as { readonly scale?: unknown; readonly variance?: readonly number[] };
  if (typeof scale === "number") return Math.abs(scale);
  return Array.isArray(variance) ? 1 / Math.sqrt(Math.max(...variance)) : 1;
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
