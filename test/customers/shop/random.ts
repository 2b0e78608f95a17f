/** Random numbers of a seed for simulated shops: the same on every machine. */

/** sfc32 (Doty-Humphrey's PractRand), started by SplitMix32. */
export class Random {
  readonly #state: [number, number, number, number];

  constructor(seed: number) {
    let state = seed | 0;
    const next = () => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) | 0;
    };
    this.#state = [next(), next(), next(), 1];
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 bits. */
  bits(): number {
    let [a, b, c, count] = this.#state;
    const sum = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    this.#state[0] = a;
    this.#state[1] = b;
    this.#state[2] = c;
    this.#state[3] = count;
    return sum >>> 0;
  }

  /** In (0, 1), with 53 bits. */
  uniform(): number {
    const high = this.bits() >>> 5;
    const low = this.bits() >>> 6;
    return (high * 67_108_864 + low + 0.5) / 2 ** 53;
  }

  /** A whole number from 0, below `end`. */
  integer(end: number): number {
    return Math.floor(this.uniform() * end);
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Of mean 1. */
  exponential(): number {
    return -Math.log(this.uniform());
  }

  /** Gamma of scale 1, by Marsaglia and Tsang. */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = this.normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  dirichlet(shapes: readonly number[]): number[] {
    const values = shapes.map((shape) => this.gamma(shape));
    const sum = values.reduce((all, one) => all + one, 0);
    return values.map((value) => value / sum);
  }

  /** Poisson, by the gaps between events; for small means. */
  poisson(mean: number): number {
    let events = -1;
    for (let time = 0; time < mean; events++) time += this.exponential();
    return Math.max(0, events);
  }

  /** A place, with these chances, which add up to 1. */
  choice(chances: readonly number[]): number {
    let left = this.uniform();
    for (const [place, chance] of chances.entries()) {
      left -= chance;
      if (left < 0) return place;
    }
    return chances.length - 1;
  }
}
