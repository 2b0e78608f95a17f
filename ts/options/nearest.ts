/**
 * "Did you mean": the allowed word nearest to one that was mistyped.
 *
 * Case, underscores and hyphens are ignored first, so that Keras' own spellings (`kernel_size`, `Adam`) find
 * their camelCase twins; after that up to two typing errors (one in short words) are forgiven, and initials are understood
 * (`lr` for `learningRate`).
 */

/** Returns the entry of `allowed` that `word` most likely meant, or `undefined` when none is near. */
export function nearest(word: string, allowed: readonly string[]): string | undefined {
  const typed = plain(word);
  if (typed === "" || typed.length > 64) return undefined;
  let best: string | undefined;
  let bestDistance = typed.length <= 4 ? 2 : 3;
  for (const candidate of allowed) {
    const distance = editDistance(typed, plain(candidate));
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return (
    best ?? allowed.find((candidate) => (typed.length < 3 ? initials(candidate) : plain(candidate)).includes(typed))
  );
}

/** Returns ` (did you mean "x"?)`, or nothing when no allowed word is near. */
export function hint(word: unknown, allowed: readonly string[]): string {
  const meant = typeof word === "string" ? nearest(word, allowed) : undefined;
  return meant === undefined ? "" : ` (did you mean ${JSON.stringify(meant)}?)`;
}

/** Of `learningRate` "lr". */
function initials(word: string): string {
  return word.replace(/\B[a-z0-9]+/g, "").toLowerCase();
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, "");
}

/** Optimal string alignment distance: insertions, deletions, replacements, and swaps of neighbours count one. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      }
      row.push(distance);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
