/**
 * Layers and the modules of a file, compared by what they hold: which tensors, of which shapes.
 *
 * Names differ from framework to framework and from program to program; what a module holds does not.
 */
import type { WeightInFile } from "./layouts.js";

/** Per layer or module what it holds, in a form that can be compared: `bias[10],weight[10,784]`. */
export type Contents = ReadonlyMap<string, string>;

/** Returns what a file of the weights' layout must hold for each layer. */
export function contentsOfLayers(weights: readonly WeightInFile[]): Contents {
  return contents(weights.map(({ layer, word, shape }) => [layer, word, shape]));
}

/** Returns what the modules hold that these tensors lie in. */
export function contentsOfModules(
  names: Iterable<string>,
  shapeOf: (name: string) => readonly number[] | undefined,
): Contents {
  return contents(
    [...names].map((name) => {
      const at = lastSeparator(name);
      return [name.slice(0, Math.max(0, at)), name.slice(at + 1).replace(/:0$/, ""), shapeOf(name) ?? []];
    }),
  );
}

function contents(tensors: readonly (readonly [module: string, word: string, shape: readonly number[]])[]): Contents {
  const held = new Map<string, string[]>();
  for (const [module, word, shape] of tensors) {
    const words = held.get(module) ?? [];
    held.set(module, words);
    words.push(`${word}[${shape}]`);
  }
  return new Map([...held].map(([module, words]) => [module, words.sort().join()]));
}

/** Where the last `.` or `/` stands at or before `from`, by default in the whole name; -1 where there is none. */
export function lastSeparator(name: string, from = name.length): number {
  return Math.max(name.lastIndexOf(".", from), name.lastIndexOf("/", from));
}

/** Numbers within names by their value: `conv.2` before `conv.10`. */
export function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
