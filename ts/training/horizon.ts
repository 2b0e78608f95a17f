/**
 * How many steps a training takes when that is not known from the start, so that the number alone tells the whole training.
 *
 * A schedule of the learning rate goes over the whole training, whose end a time budget only finds on the way. So the number
 * of steps N is chosen in parts, each from an interval that the part before has left: first one of [b, 2b), later a
 * sixteenth of that, and so on, at last N itself; and between two choices the schedule is stretched as if the training ended
 * in the middle of the interval. Which intervals N lies in follows from N: whoever is told N trains the same.
 */

/** Numbers of steps from `low` up to, not including, `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** When a choice is made, as a share of the least number of steps that the choices before have left. */
const SHARES = [0, 0.5, 0.8, 0.95] as const;

const PARTS = 16;

/**
 * The first interval of N. Even numbers lie in [2ᵏ, 2ᵏ⁺¹), odd ones in [2ᵏ·√2, 2ᵏ⁺¹·√2): so for any estimate there is an
 * interval that it is not near the ends of.
 */
export function firstInterval(steps: number): Interval {
  const base = steps % 2 === 0 ? 1 : Math.SQRT1_2;
  let power = 2 ** Math.floor(Math.log2(steps / base));
  while (steps < Math.ceil(base * power)) power /= 2;
  while (steps >= Math.ceil(base * power * 2)) power *= 2;
  return { low: Math.ceil(base * power), high: Math.ceil(base * power * 2) };
}

/** A number of steps near `estimate` whose first interval has it in its middle, more or less. */
export function likelySteps(estimate: number): number {
  const near = Math.max(1, Math.round(estimate));
  const apart = (steps: number) => {
    const { low, high } = firstInterval(steps);
    return Math.abs(Math.log((steps * steps) / (low * high)));
  };
  return apart(near) <= apart(near + 1) ? near : near + 1;
}

/** The part of an interval that a number of steps lies in: itself for the `last` choice. */
function partOf({ low, high }: Interval, steps: number, last: boolean): Interval {
  const parts = last ? high - low : Math.min(PARTS, high - low);
  const bound = (part: number) => low + Math.ceil(((high - low) * part) / parts);
  let part = Math.floor(((steps - low) * parts) / (high - low));
  while (bound(part + 1) <= steps) part++;
  while (bound(part) > steps) part--;
  return { low: bound(part), high: bound(part + 1) };
}

/** A training whose end is chosen on the way. */
export class Horizon {
  readonly #isOdd: boolean;
  #interval: Interval;
  #choices = 1;

  /** Begins with the first choice: `steps` is N, or an estimate. */
  constructor(steps: number) {
    this.#isOdd = steps % 2 === 1;
    this.#interval = firstInterval(steps);
  }

  /** The step at which the next choice is made; null when N is known. */
  get next(): number | null {
    const share = SHARES[this.#choices];
    return share === undefined ? null : Math.floor(this.#interval.low * share);
  }

  /** Steps that the training takes as far as is known: N, when all choices are made. */
  get steps(): number {
    const { low, high } = this.#interval;
    return this.next === null ? low : (low + high - 1) / 2;
  }

  /** Makes the next choice: the part of what is left that `steps` lies in, or is nearest to. */
  choose(steps: number): void {
    const { low, high } = this.#interval;
    let near = Math.min(Math.max(Math.round(steps), low), high - 1);
    if ((near % 2 === 1) !== this.#isOdd) near += near + 1 < high ? 1 : -1;
    this.#choices++;
    // An interval may be so short that it has no number of the kind.
    this.#interval = partOf(this.#interval, Math.max(near, low), this.next === null);
  }
}
