// The figures on the terminal: what was found beside what is true.

/** Steps with their figures, and the seconds that each took. */
export class Report {
  steps = [];
  #write;

  /** `write` is given each line as soon as it is known. */
  constructor(write) {
    this.#write = write;
  }

  /** Does a step. `work` is given a function that tells a figure: its name, what was found, what is true, how it is written. */
  async step(name, work) {
    const started = performance.now();
    const figures = [];
    await work((what, found, truth = null, unit = "number") => figures.push({ what, found, truth, unit }));
    const seconds = (performance.now() - started) / 1000;
    this.steps.push({ name, seconds, figures });
    if (this.steps.length === 1) this.#write(`\n${row("", "found", "truth")}`);
    this.#write(`\n${this.steps.length}  ${name} (${seconds.toFixed(1)} s)`);
    for (const { what, found, truth, unit } of figures) {
      this.#write(row(`   ${what}`, UNITS[unit](found), truth === null ? "" : UNITS[unit](truth)));
    }
  }

  json() {
    return this.steps.map(({ name, seconds, figures }) => ({ name, seconds, figures }));
  }
}

const WIDTH = 46;
const UNITS = {
  number: (value) => value.toLocaleString("en-US", { maximumFractionDigits: 0 }),
  share: (value) => `${(100 * value).toFixed(1)} %`,
  points: (value) => `${(100 * value).toFixed(1)} points`,
  interval: (value) =>
    typeof value === "number" ? UNITS.points(value) : `${bare(value.low)} to ${UNITS.points(value.high)}`,
  lift: (value) => value.toFixed(2),
  text: (value) => value,
};

function bare(share) {
  return (100 * share).toFixed(1);
}

function row(name, found, truth) {
  return `${name.padEnd(WIDTH)}${found.padStart(20)}${truth.padStart(14)}`.trimEnd();
}
