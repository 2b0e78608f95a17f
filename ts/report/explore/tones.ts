/**
 * Which pixel values occur how often, with their mean and standard deviation.
 */
import { histogramChart } from "../charts/histogram.js";
import { html } from "../html.js";
import type { ExploreInput } from "../input.js";
import { fixed, percent, short } from "../numbers.js";
import type { Section } from "../page.js";
import type { Statistics } from "./statistics.js";

/** The histogram. */
export function tonesSection({ data }: ExploreInput, statistics: Statistics): Section {
  const { counts, low, high, mean, std, isBytes } = statistics;
  const word = (value: number) => (isBytes ? fixed(value, 1) : short(value));
  const total = counts.reduce((sum, one) => sum + one, 0) || 1;
  const darkest = percent((counts[0] ?? 0) / total);
  const edges = isBytes ? ["0", "64", "128", "192", "255"] : [low, (low + high) / 2, high].map(short);
  const bin = isBytes ? "256 tones" : "values in 256 equal steps";
  return {
    id: "tones",
    title: "Tones",
    explanation: html`<p>How often each value occurs among all pixels of all images${isBytes && ", from 0 (black) to 255 (white)"}. ${isBytes && `${darkest} are black.`}</p>
<p>Mean <b>${word(mean)}</b>, standard deviation <b>${word(std)}</b>${isBytes && html`; divided by 255, as networks like it, ${short(mean / 255)} and ${short(std / 255)}`}.</p>`,
    body: histogramChart(
      `Share of all ${data.imageShape[2] === 1 ? "pixels" : "values"}, ${bin}`,
      { counts, low, high },
      edges,
      {
        value: mean,
        word: word(mean),
      },
    ),
  };
}
