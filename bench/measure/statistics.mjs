/**
 * The arithmetic of the bench: what a round is worth, medians, ratios. Tested in test/bench/.
 */

/**
 * @typedef {object} Round
 * @property {number} images of starts one each
 * @property {number} seconds as the contestant measured
 * @property {number} [insideSeconds] of starts: the part of `seconds` without the start of the process or page
 * @property {Record<string, number>} [stageSeconds] of photos: CPU time by stage, as the contestant measured
 * @property {number} imagesPerSecond
 * @property {number} wallSeconds from the command to the answer
 * @property {number | null} cpuSeconds of the contestant's processes; null where /proc is missing
 * @property {number | null} othersCpuSeconds of everything else on the machine, stolen time included
 * @property {number | null} stolenSeconds that the hypervisor gave to other machines
 * @property {number | null} waitingCpuSeconds of the contestants that had to wait, a part of othersCpuSeconds
 * @property {boolean} disturbed others used more than is tolerated
 * @property {number} attempts 1, and 1 for each repetition
 */

/**
 * The middle one, or the mean of the middle two.
 * @param {readonly number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error("median: received no values, expected at least one");
  return (low + high) / 2;
}

/** @typedef {{ busy: number, stolen: number } | null} MachineTimes seconds so far, null where /proc is missing */

/**
 * Whose CPU time was used between two readings.
 * @param {MachineTimes} before
 * @param {MachineTimes} after
 * @param {readonly number[]} trees seconds of each contestant meanwhile
 * @param {number} own which of them ran its round
 */
export function cpuTimes(before, after, trees, own) {
  if (before === null || after === null) {
    return { cpuSeconds: null, othersCpuSeconds: null, stolenSeconds: null, waitingCpuSeconds: null };
  }
  const stolenSeconds = after.stolen - before.stolen;
  const cpuSeconds = trees[own] ?? 0;
  return {
    cpuSeconds,
    othersCpuSeconds: Math.max(0, after.busy - before.busy + stolenSeconds - cpuSeconds),
    stolenSeconds,
    waitingCpuSeconds: trees.reduce((total, one) => total + one, 0) - cpuSeconds,
  };
}

/**
 * CPU time of others as a share of one core.
 * @param {Pick<Round, "othersCpuSeconds" | "wallSeconds">} round
 */
export function othersShare({ othersCpuSeconds, wallSeconds }) {
  return othersCpuSeconds === null ? null : othersCpuSeconds / wallSeconds;
}

/**
 * @param {Pick<Round, "othersCpuSeconds" | "wallSeconds">} round
 * @param {number} tolerance share of one core
 */
export function isDisturbed(round, tolerance) {
  return (othersShare(round) ?? 0) > tolerance;
}

/**
 * Of several attempts at one round the one that others disturbed least; never the fastest, which would be a choice by result.
 * @param {readonly Round[]} attempts
 * @returns {Round}
 */
export function calmest(attempts) {
  const [first, ...others] = attempts;
  if (first === undefined) throw new Error("calmest: received no attempts, expected at least one");
  return others.reduce((best, one) => ((othersShare(one) ?? 0) < (othersShare(best) ?? 0) ? one : best), first);
}

/**
 * @typedef {{ median: number, min: number, max: number, disturbedRounds: number }} Summary images per second
 */

/**
 * @param {readonly Round[]} rounds
 * @returns {Summary}
 */
export function summarize(rounds) {
  const rates = rounds.map(({ imagesPerSecond }) => imagesPerSecond);
  const disturbedRounds = rounds.filter(({ disturbed }) => disturbed).length;
  return { median: median(rates), min: Math.min(...rates), max: Math.max(...rates), disturbedRounds };
}

/**
 * @typedef {{ id: string, family: string, summary: Summary }} Measured
 * @typedef {{ of: string, against: string, ratio: number, low: number, high: number }} Ratio
 *   medians divided; `low` and `high`: the worst round by the best one, and the other way round
 */

/**
 * How many times as fast `of` is.
 * @param {Measured} of
 * @param {Measured} against
 * @returns {Ratio}
 */
export function ratio(of, against) {
  const [a, b] = [of.summary, against.summary];
  return {
    of: of.id,
    against: against.id,
    ratio: a.median / b.median,
    low: a.min / b.max,
    high: a.max / b.min,
  };
}

/**
 * `of` against the fastest of a family, or null when none of it was measured.
 * @param {Measured} of
 * @param {readonly Measured[]} all
 * @param {string} family
 */
export function ratioToBest(of, all, family) {
  const rivals = all.filter((one) => one.family === family && one.id !== of.id);
  const [best] = rivals.sort((a, b) => b.summary.median - a.summary.median);
  return best === undefined ? null : ratio(of, best);
}

/**
 * An interval for the median that the values are drawn from, whatever their distribution: the k-th smallest to the k-th
 * largest value, with the greatest k at which both miss it together with a probability of at most 1 − `confidence`. Each
 * value is above the median with a probability of one half, so the number of those below it is binomial (the interval of
 * the sign test).
 * @param {readonly number[]} values
 * @param {number} [confidence]
 * @returns {{ low: number, high: number, rank: number, coverage: number }} `rank`: k, from 1; `coverage`: the
 *   probability that is reached, at least `confidence`
 */
export function medianInterval(values, confidence = 0.95) {
  const n = values.length;
  let rank = 0;
  let coverage = 1;
  // In logarithms, for 2⁻ⁿ is nothing when n is great.
  let logTerm = -n * Math.LN2;
  for (let k = 1, below = 0; k <= n / 2; k++) {
    below += Math.exp(logTerm); // P(fewer than k values below the median)
    if (2 * below > 1 - confidence) break;
    [rank, coverage] = [k, 1 - 2 * below];
    logTerm += Math.log((n - k + 1) / k);
  }
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[rank - 1], sorted[n - rank]];
  if (low === undefined || high === undefined) {
    throw new Error(`medianInterval: received ${n} values, too few for a confidence of ${confidence}`);
  }
  return { low, high, rank, coverage };
}

/**
 * @typedef {object} PairedRatio how many times as fast `of` is, from rounds side by side
 * @property {string} of
 * @property {string} against
 * @property {number} ratio the medians of both, divided
 * @property {number} pairedMedian the median of the ratios of each round
 * @property {number} low the end of the interval of `pairedMedian`, medianInterval() at 95 %
 * @property {number} high
 * @property {number} rank
 * @property {number} coverage
 * @property {number} rounds
 * @property {number} disturbedRounds in which one of the two was disturbed
 */

/**
 * Compares two contestants whose rounds of the same number ran one after the other.
 * @param {Measured & { rounds: readonly Round[] }} of
 * @param {Measured & { rounds: readonly Round[] }} against
 * @returns {PairedRatio}
 */
export function pairedRatio(of, against) {
  const rounds = of.rounds.length;
  if (against.rounds.length !== rounds) {
    throw new Error(`pairedRatio: received ${rounds} and ${against.rounds.length} rounds, expected as many of both`);
  }
  const pairs = of.rounds.map((a, i) => ({ a, b: /** @type {Round} */ (against.rounds[i]) }));
  const ratios = pairs.map(({ a, b }) => a.imagesPerSecond / b.imagesPerSecond);
  return {
    of: of.id,
    against: against.id,
    ratio: of.summary.median / against.summary.median,
    pairedMedian: median(ratios),
    ...medianInterval(ratios),
    rounds,
    disturbedRounds: pairs.filter(({ a, b }) => a.disturbed || b.disturbed).length,
  };
}

/**
 * What a comparison shows. Disturbed rounds may be anything: once there are as many as the interval's rank, they could
 * have made an end of it, and nothing is said.
 * @param {Pick<PairedRatio, "low" | "high" | "rank" | "disturbedRounds">} paired
 * @returns {"faster" | "slower" | "no difference shown" | "too disturbed to say"}
 */
export function verdict({ low, high, rank, disturbedRounds }) {
  if (disturbedRounds >= rank) return "too disturbed to say";
  if (low > 1) return "faster";
  return high < 1 ? "slower" : "no difference shown";
}
