/** What explore and eval draw in a terminal: bars, tables, numbers on their tones, the confusion matrix in colours. */
import { stripVTControlCharacters as plain } from "node:util";
import { classificationReport, dataset } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { drawBars } from "../../ts/cli/bars.js";
import { drawPixelValues } from "../../ts/cli/explore/pixel-values.js";
import { drawTable } from "../../ts/cli/explore/table.js";
import { drawThumbnails } from "../../ts/cli/explore/thumbnails.js";
import { columnsOf } from "../../ts/cli/fitted.js";
import { drawGallery } from "../../ts/cli/gallery.js";
import { drawHeatMap } from "../../ts/cli/heat-map.js";
import { drawReportTable } from "../../ts/cli/report-table.js";

const widest = (lines: readonly string[]) => Math.max(...lines.map((line) => plain(line).length));

describe("drawBars", () => {
  it("gives the largest the whole room and the others their share, to an eighth", () => {
    const bars = drawBars(
      [8, 4, 1, 0].map((value, i) => ({ name: `${i}`, value })),
      16,
    );
    expect(bars).toEqual(["0  8  ██████████", "1  4  █████", "2  1  █▎", "3  0"]);
  });

  it("fits a narrow terminal, with names cut", () => {
    const bars = drawBars([{ name: "a very long name of a class", value: 1_000_000 }], 24);
    expect(bars).toEqual(["a very lo…  1,000,000  █"]);
  });
});

describe("drawTable", () => {
  const images = Uint8Array.from({ length: 12 * 784 }, (_, i) => i % 251);
  const data = dataset.fromArrays({
    images,
    labels: Array(12).fill(1),
    imageShape: [28, 28, 1],
    classNames: ["a", "b"],
  });

  it("shows five rows at each end and as many pixels as fit", () => {
    for (const width of [40, 80, 120]) {
      const lines = drawTable(data, width);
      expect(lines).toHaveLength(1 + 5 + 1 + 5 + 1);
      expect(widest(lines)).toBeLessThanOrEqual(width);
      expect(lines[0]).toMatch(/label +class +pixel1 .*… .*pixel784$/);
      expect(lines.at(-2)).toMatch(new RegExp(`^11 +1 +b .*${images.at(-1)}$`));
    }
    expect(drawTable(data, 120)[0]?.match(/pixel/g)).toHaveLength(8);
  });

  it("shows all of a small one", () => {
    const small = dataset.fromArrays({ images: Uint8Array.of(1, 2, 3, 4), labels: null, imageShape: [1, 2, 1] });
    expect(drawTable(small, 80)).toEqual([
      "   pixel1  pixel2",
      "0       1       2",
      "1       3       4",
      "[2 rows × 2 columns]",
    ]);
  });
});

describe("drawPixelValues", () => {
  const pixels = [0, 9, 200, 255];

  it("writes decimal numbers where they fit, else hexadecimal ones, else nothing", () => {
    expect(drawPixelValues(pixels, 2, 2, { width: 80, colours: "none" })).toEqual(["   ·   9", " 200 255"]);
    expect(drawPixelValues(pixels, 4, 1, { width: 10, colours: "none" })).toEqual([" ·09c8ff"]);
    expect(drawPixelValues(pixels, 4, 1, { width: 7, colours: "none" })).toEqual([]);
  });

  it("puts each number on its own tone", () => {
    const [line] = drawPixelValues([255], 1, 1, { width: 80, colours: "rgb" });
    expect(line).toBe("\u001b[48;2;255;255;255;38;2;0;0;0m 255\u001b[0m");
    expect(plain(drawPixelValues(pixels, 4, 1, { width: 80, colours: "256" })[0] ?? "")).toBe("   0   9 200 255");
  });
});

describe("drawThumbnails", () => {
  const images = new Uint8Array(6 * 16).fill(255);
  const data = dataset.fromArrays({
    images,
    labels: [0, 1, 0, 1, 0, 1],
    imageShape: [4, 4, 1],
    classNames: ["a", "long"],
  });

  it("halves images, and leaves out the columns that do not fit", () => {
    const all = drawThumbnails(data, 3, { width: 80, colours: "none" });
    expect(all).toEqual({ columns: 3, lines: ["██ ██ ██", "a  l… a", "██ ██ ██", "l… a  l…"] });
    const narrow = drawThumbnails(data, 3, { width: 5, colours: "none" });
    expect(narrow).toEqual({ columns: 2, lines: ["██ ██", "a  l…", "██ ██", "l… a"] });
  });
});

describe("drawHeatMap", () => {
  const matrix = [
    [90, 10],
    [0, 100],
  ];

  it("shows numbers in cells, a dot for none, classes by number and name", () => {
    expect(drawHeatMap(matrix, ["shirt", "bag"], { width: 80, colours: "none" })).toEqual([
      "           0    1",
      "0 shirt   90   10",
      "1 bag      ·  100",
    ]);
  });

  it("colours right ones blue and mistakes orange, the more of their row the stronger", () => {
    const [, first = "", second = ""] = drawHeatMap(matrix, ["shirt", "bag"], { width: 80, colours: "rgb" });
    expect(first).toContain("\u001b[48;2;37;101;173;38;2;255;255;255m  90 \u001b[0m");
    expect(first).toContain("\u001b[48;2;84;51;23;38;2;255;255;255m  10 \u001b[0m");
    expect(second).toContain("\u001b[48;2;38;110;190;38;2;255;255;255m 100 \u001b[0m");
    expect(plain(second).trimEnd()).toBe("1 bag      ·  100");
    for (const colours of ["256", "basic"] as const) {
      const lines = drawHeatMap(matrix, ["shirt", "bag"], { width: 80, colours });
      expect(lines.map((line) => plain(line).trimEnd())).toEqual(
        drawHeatMap(matrix, ["shirt", "bag"], { width: 80, colours: "none" }),
      );
      expect(lines.join("")).toContain("\u001b[");
    }
  });

  it("cuts names, and is left out where its columns do not fit", () => {
    const names = ["a very long name", "b"];
    expect(drawHeatMap(matrix, names, { width: 20, colours: "none" })[1]).toBe("0 a very…   90   10".slice(0, 20));
    expect(drawHeatMap(matrix, names, { width: 15, colours: "none" })).toEqual([]);
  });
});

describe("every drawing fits every width", () => {
  const classNames = [
    "a",
    "a name of a class that is long",
    "シャツとズボンとかばん",
    "👟👟👟👟👟👟👟👟",
    "é".repeat(30),
  ];
  const count = 12;
  const labels = Array.from({ length: count }, (_, i) => i % classNames.length);
  const shapes = [
    [500, 400, 1],
    [28, 28, 1],
    [1, 1, 1],
    [3, 200, 1],
    [200, 3, 1],
    [40, 30, 3],
  ] as const;
  const widths = [20, 21, 34, 40, 52, 53, 79, 80, 120, 200];
  const fits = (lines: readonly string[], width: number, what: string) => {
    const longest = Math.max(0, ...lines.map((line) => columnsOf(plain(line))));
    expect(longest, `${what} at ${width}`).toBeLessThanOrEqual(width);
  };

  it.each(shapes.map((shape) => [shape.join("×"), shape] as const))("images of %s", (_, imageShape) => {
    const size = imageShape[0] * imageShape[1] * imageShape[2];
    const images = Uint8Array.from({ length: count * size }, (_, i) => i % 256);
    const data = dataset.fromArrays({ images, labels, imageShape, classNames });
    const [height, width, channels] = imageShape;
    for (const columns of widths) {
      for (const colours of ["none", "rgb"] as const) {
        const terminal = { width: columns, colours };
        fits(drawTable(data, columns).slice(0, -1), columns, "table"); // the last one is a sentence
        if (channels !== 1) continue;
        fits(drawPixelValues(data.image(0), width, height, terminal), columns, "numbers");
        fits(drawThumbnails(data, 15, terminal).lines, columns, "grid");
        const pixels = data.image(0);
        const gallery = classNames.map((name) => ({ pixels, width, height, predicted: name, truth: name }));
        const drawn = drawGallery(gallery, terminal);
        fits(drawn, columns, "gallery");
        expect(drawn.length).toBeLessThan(classNames.length * 40);
      }
    }
  });

  it("counts, the confusion matrix, the report", () => {
    const report = classificationReport(labels, [...labels].reverse(), { classNames });
    for (const width of widths) {
      fits(
        drawBars(
          classNames.map((name, value) => ({ name, value: 60_000 * value })),
          width,
        ),
        width,
        "bars",
      );
      fits(drawHeatMap(report.confusionMatrix, classNames, { width, colours: "rgb" }), width, "matrix");
      for (const colours of [true, false]) fits(drawReportTable(report, { width, colours }), width, "report");
    }
    expect(drawReportTable(report, { width: 30, colours: false })).toHaveLength(1 + classNames.length);
  });
});
