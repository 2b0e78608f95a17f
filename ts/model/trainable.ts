/**
 * Which layers training moves. As in Keras it can be changed at any time, and counts from the next `compile` on.
 */
import type { ModelDescription } from "../engine/protocol.js";
import { booleanOption } from "../options/check.js";

/** The word for each layer, and what a change of it does to the description of the model. */
export class TrainableLayers {
  #now: readonly boolean[];
  /** As of the last `compile`. */
  #compiled: readonly boolean[];
  /** As the engine has them. */
  #inEngine: readonly boolean[];

  constructor({ spec }: ModelDescription) {
    this.#now = spec.layers.map(({ trainable }) => trainable !== false);
    this.#compiled = this.#inEngine = this.#now;
  }

  get(layer: number): boolean {
    return this.#now[layer] !== false;
  }

  /** Sets the word for layer number `layer`, or for all. Errors: INVALID_ARGUMENT for what is neither true nor false. */
  set(where: string, layer: number | "all", received: unknown): void {
    const value = booleanOption(where, "trainable", received as boolean);
    this.#now = this.#now.map((now, place) => (layer === "all" || place === layer ? value : now));
  }

  /** Takes the words as they are for a `compile`. Returns what the engine must be told first, null if nothing. */
  compile(): () => Uint8Array | null {
    const wanted = this.#now;
    this.#compiled = wanted;
    return () => {
      if (same(wanted, this.#inEngine)) return null;
      this.#inEngine = wanted;
      return Uint8Array.from(wanted, Number);
    };
  }

  /** What to say to who trains after a change that `compile` has not seen; null if there is none. */
  ignored(): string | null {
    const changed = this.#now.filter((now, place) => now !== this.#compiled[place]).length;
    if (changed === 0) return null;
    const layers = changed === 1 ? "one layer" : `${changed} layers`;
    return `trainable was changed for ${layers} after compile, which has no effect yet → call compile() again`;
  }

  /** The description with these words. */
  describe(description: ModelDescription): ModelDescription {
    const layers = description.spec.layers.map(({ trainable: _, ...layer }, place) =>
      this.get(place) ? layer : { ...layer, trainable: false },
    );
    let [place, left, trainableParameters] = [-1, 0, 0];
    const weights = description.weights.map((weight) => {
      const size = weight.shape.reduce((product, side) => product * side, 1);
      while (left === 0) left = description.layers[++place]?.parameters ?? 1;
      left -= size;
      const trainable = this.get(place) && !weight.statistic;
      if (trainable) trainableParameters += size;
      return { ...weight, trainable };
    });
    return { ...description, spec: { ...description.spec, layers: layers as never }, weights, trainableParameters };
  }
}

function same(a: readonly boolean[], b: readonly boolean[]): boolean {
  return a.every((value, place) => value === b[place]);
}
