/**
 * What a person reads of a model: test accuracy, the table per class, the confusion matrix, how far it can be believed, some
 * of the test images.
 *
 * The first row of images are right ones, the second wrong ones. Fits the terminal's width; without a terminal
 * it is plain text.
 */
import { createColors } from "picocolors";
import type { Dataset, Evaluation } from "../index.js";
import { chooseImages } from "./choose-images.js";
import { confidence, counted, decimals } from "./format.js";
import { drawGallery, type GalleryImage, imagesPerRow } from "./gallery.js";
import { drawHeatMap } from "./heat-map.js";
import { drawReportTable } from "./report-table.js";
import type { Terminal } from "./terminal.js";
import type { TestResult } from "./test-model.js";

/** The report as lines. `origin` says where the data is from, and whether results on it mean anything. */
export function drawReport(test: Dataset, origin: string, result: TestResult, terminal: Terminal): string[] {
  const { loss, accuracy, report, evaluation } = result;
  const colours = terminal.colours !== "none";
  const colour = createColors(colours);
  const names = report.classes.map(({ name }) => name);
  const matrix = drawHeatMap(report.confusionMatrix, names, terminal);
  return [
    "",
    `${colour.bold(`test accuracy ${decimals(accuracy)}`)}  loss ${decimals(loss)}  ${counted(test.length, "image")}`,
    `from ${origin}`,
    ...(evaluation === null ? [DIVERGED] : belief(evaluation)),
    "",
    ...drawReportTable(report, { width: terminal.width, colours }),
    ...(matrix.length === 0 ? [] : ["", colour.bold("true class in rows, predicted in columns"), ...matrix]),
    ...gallery(test, result.predictions, terminal),
  ];
}

const DIVERGED = "the outputs are no finite numbers: the training diverged → try a smaller learning rate";

/** Lines of name and figure. */
function belief({
  accuracyInterval,
  top2Accuracy,
  calibration,
  scaledCalibration,
  coverage,
  coverageNotice,
  shifts,
}: Evaluation): string[] {
  const scaled =
    scaledCalibration === null
      ? "; no images were held out of training to fit a temperature on"
      : scaledCalibration.notice === null
        ? `, ${decimals(scaledCalibration.ece)} with temperature ${decimals(scaledCalibration.temperature, 3)}, fitted on ${counted(scaledCalibration.fittedOn, "image")}`
        : `; ${scaledCalibration.notice}`;
  const moved = [1, 2].map((far) => {
    const all = shifts.filter(({ dx, dy }) => Math.abs(dx) + Math.abs(dy) === far).map(({ accuracy }) => accuracy);
    return `${decimals(Math.min(...all))} to ${decimals(Math.max(...all))} by ${far}`;
  });
  return [
    `95 % interval          ${decimals(accuracyInterval.low)} to ${decimals(accuracyInterval.high)}`,
    `right in two guesses   ${decimals(top2Accuracy)}`,
    `calibration error      ${decimals(calibration.ece)}${scaled}`,
    ...(shifts.length === 0 ? [] : [`moved by pixels        ${moved.join(", ")}`]),
    ...automatic(coverage, coverageNotice),
  ];
}

/** What can be labelled without a person, and for which images that holds. */
function automatic(coverage: Evaluation["coverage"], notice: string | null): string[] {
  const what = "can be labelled automatically";
  if (coverage === null || notice !== null) return [`${what}: not known: ${notice}`];
  const { askedPrecision, threshold, chosenOn, precision, interval } = coverage;
  const percent = (share: number | undefined | null) => (100 * (share ?? Number.NaN)).toFixed(1);
  return [
    `${what} at ${Math.round(100 * askedPrecision)} % precision: ${percent(coverage.coverage)} % of the images`,
    `  (confidence ≥ ${confidence(threshold)}); of these ${percent(precision)} % were right (${percent(interval?.low)}–${percent(interval?.high)} %)`,
    `  threshold chosen on ${counted(chosenOn, "held-out image")}; void for images of another kind`,
  ];
}

function gallery(test: Dataset, predictions: Uint32Array, terminal: Terminal): string[] {
  const [height, width, channels] = test.imageShape;
  if (channels !== 1) return [];
  const { right, wrong } = chooseImages(test.labels, predictions, imagesPerRow({ width, height }, terminal.width));
  const image = (i: number): GalleryImage => ({
    pixels: test.image(i),
    width,
    height,
    predicted: test.classNames[predictions[i] as number] ?? "?",
    truth: test.classNames[test.label(i)] ?? "?",
  });
  return [right, wrong]
    .filter((row) => row.length > 0)
    .flatMap((row) => ["", ...drawGallery(row.map(image), terminal)]);
}
