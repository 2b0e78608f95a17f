/**
 * A warning for the most common slip with images: floats in [0, 1] for a model that was made for bytes.
 */
import type { ModelSpec } from "../engine/protocol.js";

/** Says once a model, on the console, that the images look scaled already. */
export class UnitsWatch {
  #done: boolean;

  constructor({ layers }: ModelSpec) {
    const head = layers[0];
    const scale: unknown = head?.type === "rescaling" ? head.scale : 1;
    // 0–255 is brought to about [0, 1] or [−1, 1]: then anything already in [0, 1] would end near 0.
    this.#done = !(typeof scale === "number" && Math.abs(scale) > 0 && Math.abs(scale) <= 0.01);
  }

  /** Looks at images on their way into the model. */
  see(where: string, images: Uint8Array | Float32Array): void {
    if (this.#done || images instanceof Uint8Array || !looksScaled(images)) return;
    this.#done = true;
    console.warn(
      `fashion-wasm: ${where}: the images are floats in [0, 1], but the model begins with a rescaling from 0–255 → give the images in the units of training, 0–255, or make the model without the rescaling`,
    );
  }
}

function looksScaled(images: Float32Array): boolean {
  let max = 0;
  for (const value of images) {
    if (!(value >= 0 && value <= 1)) return false;
    if (value > max) max = value;
  }
  return max > 0;
}
