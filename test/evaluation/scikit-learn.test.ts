/** The numbers and texts of evaluation are those of scikit-learn and SciPy: 2,000 images, ties, a class without images. */
import {
  calibration,
  classificationReport,
  confusionMatrix,
  coverageAtPrecision,
  fitTemperature,
  formatClassificationReport,
  type Scores,
  scaleByTemperature,
  topKAccuracy,
  wilsonInterval,
} from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { fixture, logits, probabilities } from "./golden.js";

const { labels, classNames } = fixture;
const classes = 10;
const predictions = labels.map((_, i) => {
  const row = [...probabilities.subarray(i * classes, (i + 1) * classes)];
  return row.indexOf(Math.max(...row));
});
const report = classificationReport(labels, predictions, { classNames });

/** Within 1e-6, as asked for; most are equal to the bit. */
const near = (value: number) => expect.closeTo(value, 6);

describe("classification", () => {
  it("has the confusion matrix, and the report to the bit", () => {
    expect(report.confusionMatrix).toEqual(fixture.confusionMatrix);
    expect(confusionMatrix(labels, predictions, classes)).toEqual(fixture.confusionMatrix);
    const lines: [string, Scores][] = [
      ...report.classes.map((scores): [string, Scores] => [scores.name, scores]),
      ["macro avg", report.macroAverage],
      ["weighted avg", report.weightedAverage],
    ];
    for (const [name, { precision, recall, f1, support }] of lines) {
      expect({ precision, recall, "f1-score": f1, support }).toEqual(fixture.report[name]);
    }
    expect(report.accuracy).toBe(fixture.report.accuracy);
  });

  it("prints scikit-learn's table, whatever the digits", () => {
    for (const [digits, text] of Object.entries(fixture.texts)) {
      expect(formatClassificationReport(report, { digits: Number(digits) })).toBe(text);
    }
    expect(formatClassificationReport(report)).toBe(fixture.texts[2]);
  });

  it("rounds as scikit-learn where a mean lies between two texts", () => {
    expect(fixture.closeTexts).toHaveLength(12);
    for (const { digits, classes: count, text, ...given } of fixture.closeTexts) {
      const names = Array.from({ length: count }, (_, i) => String(i));
      const close = classificationReport(given.labels, given.predictions, { classNames: names });
      expect(formatClassificationReport(close, { digits })).toBe(text);
    }
  });

  it("has the accuracy of the first k, ties as there when the classes stand the other way round", () => {
    // scikit-learn takes of equals the last, we the first.
    const reversed = probabilities.map((_, i) => probabilities[i - (i % classes) + classes - 1 - (i % classes)] ?? 0);
    const places = labels.map((label) => classes - 1 - label);
    for (const [k, accuracy] of Object.entries(fixture.topK)) {
      expect(topKAccuracy(places, reversed, Number(k), { classes })).toEqual(near(accuracy));
    }
    expect(topKAccuracy(labels, probabilities, 1, { classes })).toBe(report.accuracy);
  });
});

describe("confidence", () => {
  it("has log_loss, and the calibration error of an independent computation", () => {
    for (const { bins, ece, table } of fixture.calibration) {
      const ours = calibration(labels, probabilities, { classes, bins });
      expect(ours.nll).toEqual(near(fixture.logLoss));
      expect(ours.ece).toEqual(near(ece));
      expect(ours.bins).toEqual(
        table.map(([count, confidence, accuracy], b) => ({
          low: near(b / bins),
          high: near((b + 1) / bins),
          count,
          confidence: confidence === null ? Number.NaN : near(confidence),
          accuracy: accuracy === null ? Number.NaN : near(accuracy),
        })),
      );
    }
    expect(calibration(labels, probabilities, { classes })).toEqual(
      calibration(labels, probabilities, { classes, bins: 15 }),
    );
  });

  it("covers what trying every threshold covers", () => {
    for (const { precision, coverage, threshold } of fixture.coverage) {
      expect(coverageAtPrecision(labels, probabilities, { classes, precision })).toEqual({
        precision,
        coverage: near(coverage),
        threshold,
      });
    }
    expect(coverageAtPrecision(labels, probabilities, { classes }).precision).toBe(0.99);
  });

  it("finds the temperature that SciPy finds, and its likelihood", () => {
    const expected = fixture.temperature;
    const temperature = fitTemperature(logits, expected.labels, { classes });
    expect(temperature).toEqual(near(expected.temperature));
    const nllAt = (t: number) =>
      calibration(expected.labels, scaleByTemperature(logits, t, { classes }), { classes }).nll;
    expect(nllAt(1)).toEqual(near(expected.nll));
    expect(nllAt(temperature)).toEqual(near(expected.scaledNll));
    expect(nllAt(temperature)).toEqual(near(expected.scaledLogLoss));
  });

  it("has Wilson's interval at every level", () => {
    for (const { hits, n, level, low, high } of fixture.intervals) {
      const ours = wilsonInterval(hits, n, { level });
      expect(ours.level).toBe(level);
      expect(Math.abs(ours.low - low)).toBeLessThan(1e-10);
      expect(Math.abs(ours.high - high)).toBeLessThan(1e-10);
    }
  });
});
