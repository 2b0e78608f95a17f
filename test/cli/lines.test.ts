/** The text a run writes: progress at any width, the per-class table, numbers for people. */
import { stripVTControlCharacters as plain } from "node:util";
import { describe, expect, it } from "vitest";
import { chooseImages } from "../../ts/cli/choose-images.js";
import { count, counted, decimals, duration } from "../../ts/cli/format.js";
import { barLine, epochLine } from "../../ts/cli/progress-lines.js";
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

  it("fits every width, with colours too", () => {
    for (let width = 5; width <= 200; width++) {
      expect(plain(barLine(running, width, true)).length).toBeLessThan(width);
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
  const rows = [
    { name: "T-shirt/top", precision: 0.8422, recall: 0.843, f1: 0.8425, support: 1000 },
    { name: "Shirt", precision: 0.7, recall: 0.65, f1: 0.6741, support: 1000 },
    { name: "Bag", precision: 0, recall: 0, f1: 0, support: 7 },
  ];
  const summary = [{ name: "mean", precision: 0.7711, recall: 0.4977, f1: 0.5055, support: 2007 }];

  it("aligns names left and numbers right", () => {
    expect(drawReportTable(rows, summary, { width: 80, colours: false })).toEqual([
      "class        precision  recall      F1  support",
      "T-shirt/top     0.8422  0.8430  0.8425    1,000",
      "Shirt           0.7000  0.6500  0.6741    1,000",
      "Bag             0.0000  0.0000  0.0000        7",
      "",
      "mean            0.7711  0.4977  0.5055    2,007",
    ]);
  });

  it("cuts names on a narrow terminal and never loses a number", () => {
    const lines = drawReportTable(rows, summary, { width: 42, colours: true }).map((line) => plain(line));
    expect(lines[1]).toBe("T-shi…     0.8422  0.8430  0.8425    1,000");
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
