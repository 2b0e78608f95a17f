/**
 * The modules of an `nn.Sequential` are numbers: dealt out to the layers in their order.
 */
import type { Contents } from "./modules.js";

/** More than any model with any file of as many modules; a stranger's file may list a million. */
const MOST_PAIRS = 4_000_000;

/**
 * Returns the module of each layer.
 *
 * Where there are as many modules as layers, each takes its own, whatever it holds. Where there are more or fewer, the file
 * cannot be loaded; those that agree in content, in their order, are dealt out, so that only the others are named.
 */
export function numberedModules(layers: Contents, modules: Contents): ReadonlyMap<string, string> {
  const numbers = [...modules.keys()].filter((module) => /^\d+$/.test(module)).sort((a, b) => Number(a) - Number(b));
  const names = [...layers.keys()];
  if (numbers.length === names.length) return new Map(names.map((layer, i) => [layer, numbers[i] ?? ""]));
  if (numbers.length * names.length > MOST_PAIRS) return new Map();
  return new Map(
    longestCommon(
      names.map((name) => layers.get(name)),
      numbers.map((number) => modules.get(number)),
    ).map(([i, j]) => [names[i] ?? "", numbers[j] ?? ""]),
  );
}

/** Places of the longest common subsequence, by the table of its lengths from every pair of places to the ends. */
function longestCommon<T>(a: readonly T[], b: readonly T[]): [number, number][] {
  const wide = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * wide);
  const length = (i: number, j: number) => lengths[i * wide + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * wide + j] = a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
