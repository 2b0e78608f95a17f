/**
 * The check of a list of layers.
 *
 * What a layer means, and whether it fits its neighbours, the engine says; here only what it cannot say in the
 * user's words is caught: a function that was not called, something that is no layer at all, a mistyped type.
 */
import { FashionWasmError } from "../errors.js";
import { hint } from "../options/nearest.js";
import { list, show } from "../options/show.js";
import { flatLayers } from "./blocks.js";
import { LAYERS, type Layer, type LayerType } from "./layers.js";

const LAYER_TYPES = Object.keys(LAYERS) as LayerType[];

/** Checks that `received` is a non-empty array of layers and blocks, and returns the layers in the order of computing. */
export function checkLayers(where: string, received: unknown): readonly Layer[] {
  if (!Array.isArray(received) || received.length === 0) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where}: received ${show(received)} as layers → expected an array of at least one layer, e.g. [flatten(), dense({ units: 10 })]`,
    );
  }
  return flatLayers(where, received, checkLayer);
}

function checkLayer(where: string, received: unknown): Layer {
  if (typeof received === "function") {
    const name = received.name || "layer";
    throw new FashionWasmError("INVALID_ARGUMENT", `${where} is ${show(received)} → it must be called: ${name}({ … })`);
  }
  const type: unknown = received !== null && typeof received === "object" && "type" in received && received.type;
  if (type === false) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where} is ${show(received)} → expected what a layer function returns, e.g. dense({ units: 10 })`,
    );
  }
  if (!(LAYER_TYPES as readonly unknown[]).includes(type)) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${where} has the type ${show(type)} → it must be ${list(LAYER_TYPES)}${hint(type, LAYER_TYPES)}`,
    );
  }
  return copied(received as Layer);
}

/** The caller's object may change while the engine starts. */
function copied(layer: Layer): Layer {
  return copiedValue(layer) as Layer;
}

function copiedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copiedValue);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copiedValue(member)]));
}
