/**
 * How weights start: words, and words with options. What they draw is in crates/engine/src/initializer.rs.
 */
import { type Parameters, taggedOption } from "./tagged-option.js";

const PARAMETERS = {
  glorotUniform: {},
  glorotNormal: {},
  heUniform: {},
  heNormal: {},
  lecunUniform: {},
  lecunNormal: {},
  randomUniform: { minval: {}, maxval: {} },
  randomNormal: { mean: {}, stddev: { min: 0 } },
  truncatedNormal: { mean: {}, stddev: { min: 0 } },
  orthogonal: { gain: {} },
  constant: { value: {} },
  zeros: {},
  ones: {},
} as const satisfies Readonly<Record<string, Parameters>>;

/** A word for an initializer. */
export type InitializerWord = keyof typeof PARAMETERS;

/**
 * How weights start: a word, or an object with the word as its `type` and options.
 *
 * `glorotUniform` draws from ±√(6 / (fanIn + fanOut)), `heUniform` from ±√(6 / fanIn), `lecunUniform` from ±√(3 / fanIn);
 * `glorotNormal`, `heNormal` and `lecunNormal` are normal distributions cut at two deviations, of variance
 * 2 / (fanIn + fanOut), 2 / fanIn and 1 / fanIn. `randomUniform` draws from `minval` (−0.05) to `maxval` (0.05),
 * `randomNormal` with `mean` (0) and `stddev` (0.05); `truncatedNormal` the same cut at two deviations, which makes it
 * narrower. `orthogonal` makes rows or columns, whichever are fewer, orthonormal, times `gain` (1); it is for kernels.
 * `constant` sets `value` (0), `zeros` 0, `ones` 1. Sources: Glorot & Bengio 2010; He et al. 2015; LeCun et al. 1998; Saxe et
 * al. 2013.
 */
export type Initializer =
  | InitializerWord
  | { readonly type: "randomUniform"; readonly minval?: number | undefined; readonly maxval?: number | undefined }
  | {
      readonly type: "randomNormal" | "truncatedNormal";
      readonly mean?: number | undefined;
      readonly stddev?: number | undefined;
    }
  | { readonly type: "orthogonal"; readonly gain?: number | undefined }
  | { readonly type: "constant"; readonly value?: number | undefined };

/** Checks an initializer. */
export function initializerOption(where: string, name: string, received: unknown): Initializer {
  const found = taggedOption(where, name, received, PARAMETERS);
  return (Object.keys(found).length === 1 ? found.type : found) as Initializer;
}
