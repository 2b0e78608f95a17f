/**
 * How many steps a training takes when that is not known from the start, so that the number alone tells the whole training.
 *
 * A schedule of the learning rate goes over the whole training, whose end a time budget only finds on the way. So the number
 * of steps N is chosen in parts, each an interval within the one before: first one of [b, 4b), then a part of it of about
 * [c, 1.4c), then an eighth of that, at last N itself; and between two choices the schedule is stretched as if the training ended
 * in the middle of the interval. Which intervals N lies in follows from N: whoever is told N trains the same.
 *
 * At each choice there are two rows of intervals, the one shifted by half an interval, and the last bits of N say which row
 * was taken: so no estimate need lie near an end of its interval, where a little more or less time would lead out of it.
 */

/** Numbers of steps from `low` up to, not including, `high`. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** When a choice is made, as a share of the least number of steps that the choices before have left; the last one is N. */
const SHARES = [0, 0.5, 0.8, 0.95] as const;

const LAST = SHARES.length - 1;

/** Ends of the second choice's intervals, as multiples of the first one's; by constants, since no two hosts need agree on powers. */
const SECOND = [
  [1, Math.SQRT2, 2, 2 * Math.SQRT2, 4],
  [1, 1.189207115002721, 1.681792830507429, 2.378414230005442, 3.363585661014858, 4],
] as const;

/** Intervals of the third choice. */
const THIRD = 8;

/** Shorter intervals are not cut: they have too few numbers of any kind. */
const SHORTEST = 64;

/** The interval of the first choice: of [4ᵏ, 4ᵏ⁺¹) where bit 0 of `steps` is 0, of [2·4ᵏ, 2·4ᵏ⁺¹) where it is 1. */
function firstInterval(steps: number): Interval {
  const base = steps % 2 === 0 ? 1 : 2;
  let low = base * 4 ** Math.floor(Math.log2(steps / base) / 2);
  // Logarithms are rounded; and 1 is odd, below 2.
  while (low > steps) low /= 4;
  while (4 * low <= steps) low *= 4;
  return { low, high: 4 * low };
}

/** The part of an interval that `steps` lies in, of the row that bit `choice` of `steps` says. */
function partOf({ low, high }: Interval, steps: number, choice: number): Interval {
  const isShifted = Math.floor(steps / 2 ** choice) % 2 === 1;
  const eighths = Array.from({ length: THIRD + 1 }, (_, i) => low + ((high - low) * i) / THIRD);
  const between = eighths.slice(1).map((end) => end - (high - low) / (2 * THIRD));
  const ends =
    choice === 1
      ? SECOND[isShifted ? 1 : 0].map((share) => low * share)
      : isShifted
        ? [low, ...between, high]
        : eighths;
  const whole = ends.map(Math.ceil);
  const at = whole.findIndex((end) => end > steps);
  return { low: whole[at - 1] ?? low, high: whole[at] ?? high };
}

/** How far a number is from the middle of an interval: 1 at its ends. */
function offCentre({ low, high }: Interval, steps: number): number {
  return Math.abs(2 * steps - low - high) / (high - low);
}

/** A training whose end is chosen on the way. */
export class Horizon {
  #interval: Interval;
  #choices = 1;
  /** The last bits of N that are known: N is `rest` more than a multiple of `unit`. */
  #unit = 2;
  #rest: number;

  /** Makes the first choice, by an estimate, or by N where it `isKnown`. */
  constructor(estimate: number, isKnown: boolean) {
    const near = Math.max(1, Math.round(estimate));
    const logs = (steps: number) => {
      const { low, high } = firstInterval(steps);
      return offCentre({ low: Math.log(low), high: Math.log(high) }, Math.log(steps));
    };
    const steps = isKnown || logs(near) <= logs(near + 1) ? near : near + 1;
    this.#interval = firstInterval(steps);
    this.#rest = steps % 2;
  }

  /** The step at which the next choice is made; null when N is known. */
  get next(): number | null {
    const share = SHARES[this.#choices];
    return share === undefined ? null : Math.floor(Math.max(this.#interval.low, 1) * share);
  }

  /** Steps that the training takes as far as is known: N, when all choices are made. */
  get steps(): number {
    const { low, high } = this.#interval;
    return this.next === null ? low : (low + high - 1) / 2;
  }

  /** Makes the next choice, by an estimate, or by N where it `isKnown`. */
  choose(estimate: number, isKnown: boolean): void {
    const isLast = this.#choices === LAST;
    const isCut = !isLast && this.#interval.high - this.#interval.low >= SHORTEST;
    if (isLast) {
      const steps = isKnown ? estimate : this.#nearest(estimate, this.#unit, this.#rest);
      this.#interval = { low: steps, high: steps + 1 };
    } else if (isCut) {
      const [plain, shifted] = [0, this.#unit].map((more) => {
        const steps = isKnown ? estimate : this.#nearest(estimate, 2 * this.#unit, this.#rest + more);
        return { steps, part: partOf(this.#interval, steps, this.#choices) };
      }) as [Part, Part];
      const isShifted = isKnown
        ? Math.floor(estimate / this.#unit) % 2 === 1
        : offCentre(shifted.part, shifted.steps) < offCentre(plain.part, plain.steps);
      this.#interval = (isShifted ? shifted : plain).part;
      this.#rest += isShifted ? this.#unit : 0;
      this.#unit *= 2;
    }
    this.#choices++;
  }

  /** The number in the interval nearest to `estimate` that is `rest` more than a multiple of `unit`. */
  #nearest(estimate: number, unit: number, rest: number): number {
    const { low, high } = this.#interval;
    const first = low + ((((rest - low) % unit) + unit) % unit);
    const last = high - 1 - ((((high - 1 - rest) % unit) + unit) % unit);
    const near = rest + Math.round((estimate - rest) / unit) * unit;
    return Math.max(first, Math.min(near, last), 1);
  }
}

interface Part {
  readonly steps: number;
  readonly part: Interval;
}
