/** The text a run writes: progress at any width, the per-class table, numbers for people. */
import { stripVTControlCharacters as plain } from "node:util";
import { classificationReport, formatClassificationReport } from "fashion-wasm";
import { createColors } from "picocolors";
import { describe, expect, it, vi } from "vitest";
import { chooseImages } from "../../ts/cli/choose-images.js";
import { count, counted, decimals, duration } from "../../ts/cli/format.js";
import { showProgress } from "../../ts/cli/progress.js";
import { barLine, epochLine, rowsBar, rowsLine, testingLine, validationLine } from "../../ts/cli/progress-lines.js";
import { drawReportTable } from "../../ts/cli/report-table.js";
import { terminalOf } from "../../ts/cli/terminal.js";
import { TrainingClock } from "../../ts/cli/training-clock.js";

describe("progress", () => {
  const running = {
    epoch: 2,
    epochs: 10,
    share: 0.625,
    imagesPerSecond: 13_214.4,
    loss: 0.31234,
    accuracy: 0.89123,
    secondsLeft: 185,
  };
  const finished = { epoch: 9, epochs: 10, imagesPerSecond: 9876, seconds: 18.7, loss: 0.25, accuracy: 0.9 };

  it("shows images per second, loss, accuracy and the time left", () => {
    expect(barLine(running, 120, false)).toBe(
      "epoch  3/10 ███████████████████░░░░░░░░░░░  62 %  13,214 images/s  loss 0.3123  accuracy 0.8912  3 min 05 s left",
    );
    expect(barLine(running, 80, false)).toBe(
      "3/10 ██████░░░  62 %  13,214 images/s  loss 0.3123  acc 0.8912  3 min 05 s left",
    );
  });

  it("goes to a log every half minute of an epoch that takes longer", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    let log = "";
    const stream = { write: (text: string) => (log += text) } as unknown as NodeJS.WriteStream;
    const { callback, stop } = showProgress(stream);
    const info = { epochs: 1, initialEpoch: 0, steps: 100, batchSize: 10, trainImages: 1000, validationImages: 0 };
    await callback.onTrainBegin?.(info);
    await callback.onEpochBegin?.(0);
    for (let step = 1; step <= 100; step++) {
      vi.advanceTimersByTime(1000);
      await callback.onProgress?.(step, { loss: 0.5, accuracy: 0.75 });
    }
    stop();
    vi.useRealTimers();
    expect(log.split("\n")).toEqual([
      "epoch 1/1  30 %  loss 0.5000  accuracy 0.7500  10 images/s  1 min 10 s left",
      "epoch 1/1  60 %  loss 0.5000  accuracy 0.7500  10 images/s  40 s left",
      "epoch 1/1  90 %  loss 0.5000  accuracy 0.7500  10 images/s  10 s left",
      "",
    ]);
  });

  it("of a table says rows a second and, where its size is known, the time left", () => {
    const state = { rows: 53_248, seconds: 10, share: 0.55, secondsLeft: 8.1 };
    expect(rowsLine(state)).toBe("53,248 rows  5,325 rows/s  55 %  8.1 s left");
    expect(rowsLine({ ...state, share: null })).toBe("53,248 rows  5,325 rows/s");
    const plainly = createColors(false);
    expect(rowsBar(state, 80, plainly)).toBe(
      "█████████████████░░░░░░░░░░░░░ 53,248 rows  5,325 rows/s  55 %  8.1 s left",
    );
    for (let width = 12; width <= 200; width++) {
      expect(plain(rowsBar(state, width, createColors(true))).length).toBeLessThan(width);
    }
  });

  it("fits every width, with colours too", () => {
    for (let width = 5; width <= 200; width++) {
      expect(plain(barLine(running, width, true)).length).toBeLessThan(width);
      expect(plain(testingLine(0.5, width, true)).length).toBeLessThan(Math.max(width, "testing".length + 1));
      expect(validationLine({ ...running, validationImages: 5000 }, width).length).toBeLessThan(
        Math.max(width, " 3/10".length + 1),
      );
      expect(epochLine({ ...finished, valLoss: 0.3, valAccuracy: 0.88 }, width).length).toBeLessThanOrEqual(
        Math.max(width, "10/10".length),
      );
    }
  });

  it("writes a finished epoch with or without validation", () => {
    expect(epochLine(finished, Number.POSITIVE_INFINITY)).toBe(
      "epoch 10/10  loss 0.2500  accuracy 0.9000  9,876 images/s  19 s",
    );
    expect(epochLine({ ...finished, valLoss: 0.3, valAccuracy: 0.88 }, 80)).toBe(
      "epoch 10/10  loss 0.2500  accuracy 0.9000  val loss 0.3000  val accuracy 0.8800",
    );
    expect(epochLine({ ...finished, learningRate: 0.000123456 }, Number.POSITIVE_INFINITY)).toBe(
      "epoch 10/10  loss 0.2500  accuracy 0.9000  learning rate 0.0001235  9,876 images/s  19 s",
    );
  });
});

describe("TrainingClock", () => {
  it("counts images per second over training steps, and validation only in the time left", () => {
    let now = 100;
    const clock = new TrainingClock({ epochs: 3, images: 1000 }, () => now);
    clock.epochBegins();
    expect(clock.imagesPerSecond).toBe(0);
    expect(clock.secondsLeft).toBeNaN();
    now += 2;
    clock.stepEnds(500);
    expect(clock.imagesPerSecond).toBe(250);
    expect(clock.secondsLeft).toBe(10);
    now += 2;
    clock.stepEnds(1000);
    now += 1; // validation
    clock.epochEnds();
    expect(clock.imagesPerSecond).toBe(250);
    expect(clock.secondsLeft).toBe(10);
    clock.epochBegins();
    now += 1;
    clock.stepEnds(500);
    expect(clock.secondsLeft).toBe(7.5);
    expect(clock.epochImagesPerSecond).toBe(500);
    expect(clock.imagesPerSecond).toBe(300);
    expect(clock.epochs).toBe(1);
  });
});

describe("drawReportTable", () => {
  const labels = [...Array(8).fill(0), ...Array(8).fill(1), 2];
  const predictions = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
  const classNames = ["T-shirt/top", "Shirt", "A very long name of a class"];
  const report = classificationReport(labels, predictions, { classNames });

  it("has scikit-learn's layout with four digits", () => {
    const text = formatClassificationReport(report, { digits: 4 });
    expect(drawReportTable(report, { width: 80, colours: false })).toEqual(text.trimEnd().split("\n"));
    expect(text).toContain("                             precision    recall  f1-score   support");
  });

  it("cuts names on a narrow terminal and never loses a number", () => {
    const lines = drawReportTable(report, { width: 55, colours: true }).map((line) => plain(line));
    expect(lines[4]).toBe("A very long n…     0.0000    0.0000    0.0000         1");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(55);
  });

  it("marks the class with the lowest F1", () => {
    const lines = drawReportTable(report, { width: 80, colours: true });
    expect(lines.filter((line) => line.includes("\u001b[33m"))).toEqual([lines[4]]);
  });
});

describe("chooseImages", () => {
  it("takes the first of each class, right and wrong apart", () => {
    const labels = [0, 0, 1, 1, 2, 2, 2];
    const predicted = [0, 0, 1, 0, 2, 1, 0];
    expect(chooseImages(labels, predicted, 2)).toEqual({ right: [0, 2], wrong: [3, 5] });
    expect(chooseImages(labels, predicted, 4)).toEqual({ right: [0, 1, 2, 4], wrong: [3, 5, 6] });
    expect(chooseImages([], [], 4)).toEqual({ right: [], wrong: [] });
  });
});

describe("numbers", () => {
  it("are written in English form", () => {
    expect([count(60_000), counted(1, "image"), counted(1200, "image")]).toEqual(["60,000", "1 image", "1,200 images"]);
    expect([decimals(0.25), decimals(Number.NaN)]).toEqual(["0.2500", "NaN"]);
    expect([0.04, 9.96, 59.4, 59.6, 185, 3599.7, 7620, Number.NaN].map(duration)).toEqual([
      "0.0 s",
      "10 s",
      "59 s",
      "1 min 00 s",
      "3 min 05 s",
      "1 h 00 min",
      "2 h 07 min",
      "–",
    ]);
  });
});

describe("terminalOf", () => {
  const screen = (bits: number, columns = 100) => ({ isTTY: true, columns, getColorDepth: () => bits });

  it("sees a pipe as 80 columns without colours", () => {
    expect(terminalOf({}, { COLORTERM: "truecolor" })).toEqual({ interactive: false, width: 80, colours: "none" });
  });

  it("asks a screen for its width and colours", () => {
    expect(terminalOf(screen(24), {})).toEqual({ interactive: true, width: 100, colours: "rgb" });
    expect([1, 4, 8].map((bits) => terminalOf(screen(bits), {}).colours)).toEqual(["none", "basic", "256"]);
    expect(terminalOf(screen(24, 0), {}).width).toBe(80);
  });

  it("keeps to NO_COLOR and TERM=dumb", () => {
    expect(terminalOf(screen(24), { NO_COLOR: "1" })).toEqual({ interactive: true, width: 100, colours: "none" });
    expect(terminalOf(screen(24), { NO_COLOR: "" }).colours).toBe("rgb");
    expect(terminalOf(screen(24), { TERM: "dumb" })).toMatchObject({ interactive: false, colours: "none" });
  });
});
