/**
 * How the names of a file may be read: as they are, without the wrappers of PyTorch, without a module they all lie in.
 *
 * `nn.DataParallel` and DDP put everything below `module.`, `torch.compile` below `_orig_mod.`, and a trainer that holds the
 * network in a member of its own below that member's name. None of it belongs to the network.
 */

/** The names of a file's tensors by what they are read as. */
export type Reading = ReadonlyMap<string, string>;

/** DataParallel and DDP, torch.compile, FSDP, activation checkpointing. */
const WRAPPERS = ["module", "_orig_mod", "_fsdp_wrapped_module", "_checkpoint_wrapped_module"];

/** Returns the readings, from the one that takes nothing off to the one that takes off most. */
export function readingsOf(names: readonly string[]): Reading[] {
  const split = names.map((name) => ({ name, parts: name.split(SEPARATOR) }));
  const unwrapped = split.map(({ name, parts }) => ({ name, parts: parts.filter(isNoWrapper) }));
  const common = commonModules(unwrapped.map(({ parts }) => parts));
  const cuts = Array.from({ length: common + 1 }, (_, cut) =>
    unwrapped.map(({ name, parts }) => ({ name, parts: parts.slice(cut) })),
  );
  return [split, ...cuts].map(readingOf);
}

/** Between modules; kept, so that a name is put together as it was. */
const SEPARATOR = /(?<=[./])/;

/** The last part is no module: a tensor may be called as it likes. */
function isNoWrapper(part: string, i: number, parts: readonly string[]): boolean {
  return i === parts.length - 1 || !WRAPPERS.includes(part.slice(0, -1));
}

/** How many modules, from the outermost on, hold all tensors; the innermost is left. */
function commonModules(all: readonly (readonly string[])[]): number {
  const [first = []] = all;
  const differs = first.findIndex((part, i) => all.some((parts) => i + 2 >= parts.length || parts[i] !== part));
  return Math.max(0, differs);
}

/** Of two names that are read alike neither is taken: they stay left over, and are named. */
function readingOf(split: readonly { readonly name: string; readonly parts: readonly string[] }[]): Reading {
  const reading = new Map<string, string>();
  const twice = new Set<string>();
  for (const { name, parts } of split) {
    const read = parts.join("");
    if (reading.has(read)) twice.add(read);
    reading.set(read, name);
  }
  for (const read of twice) reading.delete(read);
  return reading;
}
