/** The numbers of scikit-learn and SciPy, as scripts/golden/evaluation.py left them. */
import { readFileSync } from "node:fs";

interface Averages {
  readonly precision: number;
  readonly recall: number;
  readonly "f1-score": number;
  readonly support: number;
}

interface Fixture {
  readonly classNames: string[];
  readonly labels: number[];
  readonly probabilities1024ths: number[];
  readonly confusionMatrix: number[][];
  /** By class name, `macro avg` and `weighted avg`; `accuracy` is a number. */
  readonly report: Readonly<Record<string, Averages>> & { readonly accuracy: unknown };
  /** By digits. */
  readonly texts: Readonly<Record<string, string>>;
  readonly closeTexts: readonly {
    readonly digits: number;
    readonly classes: number;
    readonly labels: number[];
    readonly predictions: number[];
    readonly text: string;
  }[];
  /** By k. */
  readonly topK: Readonly<Record<string, number>>;
  readonly logLoss: number;
  readonly calibration: readonly {
    readonly bins: number;
    readonly ece: number;
    /** Count, mean confidence, accuracy. */
    readonly table: readonly (readonly [number, number | null, number | null])[];
  }[];
  readonly coverage: readonly {
    readonly precision: number;
    readonly coverage: number;
    readonly threshold: number | null;
  }[];
  readonly temperature: {
    readonly labels: number[];
    readonly logits64ths: number[];
    readonly temperature: number;
    readonly nll: number;
    readonly scaledNll: number;
    readonly scaledLogLoss: number;
  };
  readonly intervals: readonly {
    readonly hits: number;
    readonly n: number;
    readonly level: number;
    readonly low: number;
    readonly high: number;
  }[];
}

const file = new URL("../golden/fixtures/evaluation.json", import.meta.url);

/** The fixture. */
export const fixture = JSON.parse(readFileSync(file, "utf8")) as Fixture;

/** Its probabilities, 2,000 × 10. */
export const probabilities = Float32Array.from(fixture.probabilities1024ths, (parts) => parts / 1024);

/** Its logits, 800 × 10. */
export const logits = Float32Array.from(fixture.temperature.logits64ths, (parts) => parts / 64);
