/**
 * What a person reads at the end of a training: test accuracy, the table per class, some of the test images.
 *
 * The first row of images are right ones, the second wrong ones. Fits the terminal's width; without a terminal
 * it is plain text.
 */
import { createColors } from "picocolors";
import type { Dataset } from "../index.js";
import { chooseImages } from "./choose-images.js";
import { counted, decimals } from "./format.js";
import { drawGallery, type GalleryImage, imagesPerRow } from "./gallery.js";
import { drawReportTable } from "./report-table.js";
import type { Terminal } from "./terminal.js";
import type { TestResult } from "./test-model.js";

/** The report as lines. `origin` says where the data is from, and whether results on it mean anything. */
export function drawReport(test: Dataset, origin: string, result: TestResult, terminal: Terminal): string[] {
  const { loss, accuracy, report } = result;
  const colours = terminal.colours !== "none";
  const colour = createColors(colours);
  const average = { ...report.macroAverage, name: "average" };
  return [
    "",
    `${colour.bold(`test accuracy ${decimals(accuracy)}`)}  loss ${decimals(loss)}  ${counted(test.length, "image")}`,
    `from ${origin}`,
    "",
    ...drawReportTable(report.classes, [average], { width: terminal.width, colours }),
    ...gallery(test, result.predictions, terminal),
  ];
}

function gallery(test: Dataset, predictions: Uint32Array, terminal: Terminal): string[] {
  const [height, width, channels] = test.imageShape;
  if (channels !== 1) return [];
  const { right, wrong } = chooseImages(test.labels, predictions, imagesPerRow(width, terminal.width));
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
