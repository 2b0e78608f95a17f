/**
 * The option `map` that would have loaded a file, for the message that it did not.
 *
 * Offered where what the modules hold leaves one way only, and never taken by itself: two layers of one shape may lie in the
 * file in another order than here.
 */
import { byNumbers, type Contents, lastSeparator } from "./modules.js";

/** Characters of a name that a message can hold whole: with a part of it nothing would load. */
const LONGEST = 300;

/**
 * Returns which module is which layer, when every layer has one and no module is left.
 *
 * Several layers of one content take their modules in the order of their numbers, where these lie in one module.
 */
export function offeredMap(layers: Contents, modules: Contents): ReadonlyMap<string, string> | null {
  if (layers.size === 0 || layers.size !== modules.size) return null;
  const offered = new Map<string, string>();
  for (const content of new Set(layers.values())) {
    const [wanting, fitting] = [holding(layers, content), holding(modules, content).sort(byNumbers)];
    const places = new Set(fitting.map((module) => module.slice(0, lastSeparator(module) + 1)));
    if (wanting.length !== fitting.length || places.size > 1 || fitting.some(isTooLong)) return null;
    wanting.forEach((layer, i) => void offered.set(layer, fitting[i] ?? ""));
  }
  return offered;
}

function isTooLong({ length }: string): boolean {
  return length > LONGEST;
}

function holding(all: Contents, content: string): string[] {
  return [...all].filter(([, held]) => held === content).map(([name]) => name);
}
