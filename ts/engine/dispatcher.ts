/**
 * From calls by name to the methods of a model in wasm memory: what dispatchers of all programs have in common.
 */
import type { Refusal } from "./faults.js";
import type { Answer, Arguments } from "./protocol.js";

/** Runs calls of one engine, that is, on one model. */
export interface Dispatcher {
  run(method: string, args: readonly unknown[]): unknown;
  /** Gives the model's memory back; for instances that outlive it. */
  free(): void;
}

/** What answers each call. */
export type Handlers<Calls> = {
  readonly [M in keyof Calls]: (...args: Arguments<Calls, M>) => Answer<Calls, M>;
};

/** The model of an engine, which its first call makes; making it anew frees the old one. */
export class Held<Model extends { free(): void }> {
  readonly #first: string;
  #current: Model | null = null;

  /** `first`: the call that makes it, for the error of those that come before. */
  constructor(first: string) {
    this.#first = first;
  }

  get model(): Model {
    if (this.#current !== null) return this.#current;
    const message = `engine: there is no model yet → ${this.#first} must be the first call`;
    throw { code: "INVALID_ARGUMENT", message } satisfies Refusal;
  }

  set model(created: Model) {
    this.free();
    this.#current = created;
  }

  free(): void {
    this.#current?.free();
    this.#current = null;
  }
}

/** Returns the dispatcher of an engine with these handlers. */
export function dispatcherOf<Calls>(handlers: Handlers<Calls>, held: { free(): void }): Dispatcher {
  return {
    run: (method, args) => {
      const handler = handlers[method as keyof Calls] as (...args: readonly unknown[]) => unknown;
      return handler(...args);
    },
    free: () => held.free(),
  };
}
