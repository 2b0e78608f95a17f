/**
 * The program of a worker that prepares photos: the data file. An instance that a photo has ended is followed by another.
 */

import { createGlue } from "#wasm-photos";
import type { PhotoGlue } from "../data/data-file.js";
import { DATA_INSTANCE } from "../data/data-instance.js";
import { type Dispatcher, dispatcherOf, type Handlers } from "../engine/dispatcher.js";
import type { Refusal } from "../engine/faults.js";
import type { Program } from "../engine/instance.js";
import { FashionWasmError } from "../errors.js";
import { Instances } from "../wasm/instances.js";
import { rawPhoto } from "./raw-photo.js";
import type { PhotoCalls } from "./worker-protocol.js";

let instances: Instances<PhotoGlue>;
let outOfMemory = false;

export const program: Program = {
  name: "photos",
  glue: {
    // The memory that is given stays empty: an instance has its own, and must be let go when it has grown.
    initSync: ({ module, memory }) => {
      try {
        instances = new Instances(DATA_INSTANCE, module, createGlue);
      } catch (error) {
        outOfMemory = error instanceof RangeError && /memory/i.test(error.message);
        throw error;
      }
      return { memory };
    },
    outOfMemory: () => outOfMemory,
  },
  createDispatcher,
};

function createDispatcher(): Dispatcher {
  const handlers: Handlers<PhotoCalls> = {
    prepare: (photo, settings) => {
      try {
        return rawPhoto(instances, photo, settings);
      } catch (error) {
        if (!(error instanceof FashionWasmError)) throw error;
        const { code, message } = error;
        throw { code, message } satisfies Refusal;
      }
    },
  };
  return dispatcherOf(handlers, { free: () => undefined });
}
