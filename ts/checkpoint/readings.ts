/**
 * How the names of a file may be read: as they are, without the wrappers of PyTorch, without a module they all lie in.
 *
 * `nn.DataParallel` and DDP put everything below `module.`, `torch.compile` below `_orig_mod.`, and a trainer that holds the
 * network in a member of its own below that member's name. None of it belongs to the network.
 */
import { lastSeparator } from "./modules.js";

/** The names of a file's tensors by what they are read as. */
export type Reading = ReadonlyMap<string, string>;

/** DataParallel and DDP, torch.compile, FSDP, activation checkpointing. The last part of a name is no module. */
const WRAPPERS = /(?<=^|[./])(?:module|_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)[./](?=.)/gs;

/** So many modules around a network are taken off; a name of a stranger may have a million parts. */
const MOST_MODULES = 20;

/** Of all names together: no model's file has as many, and each reading takes time for all of them. */
const MOST_CHARACTERS = 4_000_000;

/** Makes the readings, one after the other, from the one that takes nothing off to the one that takes off most. */
export function* readingsOf(names: readonly string[]): Generator<Reading> {
  if (names.reduce((sum, { length }) => sum + length, 0) > MOST_CHARACTERS) return yield readingOf(names, names, 0);
  const unwrapped = names.map((name) => name.replace(WRAPPERS, ""));
  if (unwrapped.some((read, i) => read !== names[i])) yield readingOf(names, names, 0);
  for (const cut of [0, ...endsOfCommonModules(unwrapped)]) yield readingOf(names, unwrapped, cut);
}

/** Where the modules end that hold all tensors, the outermost first; the innermost module of a tensor is left. */
function endsOfCommonModules(names: readonly string[]): number[] {
  const [first = ""] = names;
  let common = first.length;
  for (const name of names) {
    const most = Math.min(common, startOfInnermost(name));
    common = 0;
    while (common < most && name.charCodeAt(common) === first.charCodeAt(common)) common += 1;
  }
  const ends = [...first.slice(0, common).matchAll(/[./]/g)].map(({ index }) => index + 1);
  return ends.slice(0, MOST_MODULES);
}

/** Of `a.b.c.weight` where `c` starts; 0 where there is none around it. */
function startOfInnermost(name: string): number {
  const end = lastSeparator(name, name.length - 1);
  return end <= 0 ? 0 : lastSeparator(name, end - 1) + 1;
}

/** Of two names that are read alike neither is taken: they stay left over, and are named. */
function readingOf(names: readonly string[], unwrapped: readonly string[], cut: number): Reading {
  const reading = new Map<string, string>();
  const twice = new Set<string>();
  unwrapped.forEach((name, i) => {
    const read = name.slice(cut);
    if (reading.has(read)) twice.add(read);
    reading.set(read, names[i] ?? "");
  });
  for (const read of twice) reading.delete(read);
  return reading;
}
