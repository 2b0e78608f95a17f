// Random numbers from a seed: the same shop in every run.

/** A stream of random numbers; two names, or two seeds, give two streams that have nothing to do with each other. */
export function randomStream(seed, name) {
  let state = 2166136261 ^ seed;
  for (const sign of name) state = Math.imul(state ^ sign.codePointAt(0), 16777619);
  /** At least 0, below 1 (mulberry32). */
  function next() {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const between = (low, high) => low + (high - low) * next();
  const below = (count) => Math.floor(count * next());
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  /** Marsaglia and Tsang's method; of shapes below 1 by the usual power of a uniform number. */
  function gamma(shape) {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - next()) < x ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  }
  return {
    next,
    between,
    below,
    gamma,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)],
    /** Days to the next event, of so many a day. */
    waiting: (rate) => -Math.log(1 - next()) / rate,
    /** A place, as often as its weight says; weights add up to 1. */
    weighted(weights) {
      let at = next();
      for (let i = 0; i < weights.length - 1; i++) {
        if (at < weights[i]) return i;
        at -= weights[i];
      }
      return weights.length - 1;
    },
    dirichlet(alphas) {
      const parts = alphas.map(gamma);
      const sum = parts.reduce((all, part) => all + part, 0);
      return parts.map((part) => part / sum);
    },
    shuffled(list) {
      const all = [...list];
      for (let i = all.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [all[i], all[j]] = [all[j], all[i]];
      }
      return all;
    },
  };
}
