/** The report of a training run: what is there, what is left out, and that unusual numbers do no harm. */
import { Dataset, dataset } from "fashion-wasm";
import { type ReportInput, reportHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { evaluationOf, images, names, reportInput } from "./example.js";
import { read } from "./markup.js";

function sections(input: ReportInput): string[] {
  const { tags } = read(reportHtml(input));
  return tags.filter(({ name }) => name === "section").map(({ attributes }) => attributes.get("id") as string);
}

function labels(page: string, element: string): string[] {
  const { tags } = read(page);
  return tags.filter(({ name }) => name === element).map(({ attributes }) => attributes.get("aria-label") ?? "");
}

const ALL = ["facts", "training", "predictions", "classes", "confusion", "mistakes", "calibration", "shifts"];

describe("reportHtml", () => {
  it("has every section, and the headline figures", () => {
    expect(sections(reportInput())).toEqual([...ALL, "kernels", "feature-maps"]);
    const { text } = read(reportHtml(reportInput()));
    for (const figure of ["75.0\u00A0%", "61.2\u00A0%", "84.3\u00A0%", "98.7\u00A0%", "1.2\u00A0%", "33.3\u00A0%"]) {
      expect(text).toContain(figure);
    }
    for (const word of ["0123456789abcdef".repeat(4), "1.37", "6,000", "4.32\u00A0%", "1.21\u00A0%"]) {
      expect(text).toContain(word);
    }
  });

  it("is the same file every time", () => {
    expect(reportHtml(reportInput())).toBe(reportHtml(reportInput()));
  });

  it("is the same for test images whose classes stand in another order, and refuses other classes", () => {
    const input = reportInput();
    const { source, imageShape } = input.test;
    const count = input.test.classNames.length;
    const turned = (classNames: readonly string[]) =>
      dataset.fromArrays({
        images: source.images,
        labels: input.test.labels.map((label) => count - 1 - label),
        imageShape,
        classNames,
      });
    const test = turned([...input.test.classNames].reverse());
    expect(reportHtml({ ...input, test })).toBe(reportHtml(input));
    const other = turned(names(count).map((name) => `${name}!`));
    expect(() => reportHtml({ ...input, test: other })).toThrow(expect.objectContaining({ code: "DATA_MISMATCH" }));
  });

  it("names the files of images that it lists, where they are known", () => {
    const { source, imageShape, classNames } = reportInput().test;
    const fileNames = Array.from({ length: source.count }, (_, i) => `shop/<${i}>.png`);
    const test = new Dataset({ ...source, fileNames }, imageShape, classNames);
    const { tags, text } = read(reportHtml(reportInput({ test })));
    expect(text).toContain("shop/<59>.png"); // every fourth is wrong
    const alts = tags.filter(({ name }) => name === "img").map(({ attributes }) => attributes.get("alt") ?? "");
    expect(alts.filter((alt) => /^Image \d+ \(shop\/<\d+>\.png\): /.test(alt)).length).toBe(30); // 25 at work, and the mistakes that are shown
    expect(read(reportHtml(reportInput())).text).not.toContain("shop/");
  });

  it("leaves out what is not known", () => {
    const { evaluation } = reportInput();
    const bare = reportInput({
      facts: [],
      history: null,
      kernels: [],
      featureMaps: { image: 0, maps: [] },
      evaluation: { ...evaluation, shifts: [], scaledCalibration: null },
    });
    expect(sections(bare)).toEqual(["predictions", "classes", "confusion", "mistakes", "calibration"]);
    expect(labels(reportHtml(bare), "svg")).toHaveLength(1);
    expect(sections(reportInput({ history: { loss: [], accuracy: [] } }))).not.toContain("training");
  });

  it("has no mistakes to show where there are none", () => {
    const test = images(names(3));
    const right = { ...evaluationOf(test), predictions: test.labels };
    const report = { ...right.report, confusionMatrix: right.report.confusionMatrix.map((row) => row.map(() => 0)) };
    expect(sections(reportInput({ test, evaluation: { ...right, report } }))).not.toContain("mistakes");
  });

  it.each([2, 3, 10, 30])("shows the confusion matrix of %i classes as a table of numbers", (classes) => {
    const page = reportHtml(reportInput({ test: images(names(classes), 4 * classes) }));
    const body = page.slice(page.indexOf('id="confusion"'), page.indexOf('id="mistakes"'));
    expect(body.match(/<td class="(zero|right|wrong)/g)).toHaveLength(classes * classes);
    expect(read(page).text).toContain("true ↓");
  });

  it("lists the worst pairs of 31 classes instead", () => {
    const page = reportHtml(reportInput({ test: images(names(31), 310) }));
    expect(labels(page, "table")).toContain("Most frequent confusions");
    expect(page).not.toContain('class="heat small');
  });

  it("shows of each pair the mistakes that the model was surest about first", () => {
    const test = images(names(2), 80);
    const { predictions, probabilities } = evaluationOf(test);
    const confidences = [...predictions].flatMap((taken, i) =>
      taken === test.label(i) ? [] : [probabilities[2 * i + taken] as number],
    );
    const largest = confidences.sort((a, b) => b - a).slice(0, 5);
    const page = reportHtml(reportInput({ test }));
    const { tags } = read(
      page
        .slice(page.indexOf('<div class="pairs">'), page.indexOf("</section>", page.indexOf('<div class="pairs">')))
        .replace(/(<\/div>\s*)+$/, "</div></div>"),
    );
    const sure = tags.flatMap(({ attributes }) => attributes.get("alt")?.match(/confidence ([\d.]+)/)?.[1] ?? []);
    expect(confidences.length).toBeGreaterThan(5);
    expect(sure).toEqual(largest.map((confidence) => (100 * confidence).toFixed(1)));
  });

  it("says how many feature maps it shows of how many", () => {
    expect(read(reportHtml(reportInput())).text).toContain("The first 32 of 40 maps");
  });

  it("says the scale of the kernels", () => {
    const kernels = [{ layer: "conv2d", shape: [1, 2, 1, 1] as const, values: Float32Array.of(-0.5, 0.25) }];
    expect(read(reportHtml(reportInput({ kernels }))).text).toMatch(/−0\.5\s*0\s*0\.5/);
  });
});

describe("its curves", () => {
  const curves = (history: ReportInput["history"]) =>
    labels(reportHtml(reportInput({ history })), "svg").filter((label) => / over /.test(label) && /epoch/.test(label));

  it("are loss, accuracy and learning rate, with their last values", () => {
    expect(curves(reportInput().history)).toEqual([
      "Loss over 3 epochs; last: training 0.4 and validation 0.55",
      "Accuracy over 3 epochs; last: training 85.0\u00A0% and validation 81.0\u00A0%",
      "Learning rate over 3 epochs; last: step size 0.00025",
    ]);
  });

  it("leave out a learning rate that never changes, which stands in the table", () => {
    const history = { loss: [0.5, 0.4], accuracy: [0.8, 0.9], learningRate: [0.25, 0.25] };
    expect(curves(history).some((label) => label.startsWith("Learning rate"))).toBe(false);
    expect(reportHtml(reportInput({ history }))).toMatch(/Learning rate<\/th>.*<td class="number">0\.25<\/td>/s);
  });

  it("have further metrics in the table: one number an epoch, of names that are markup too, and no lists", () => {
    const history = {
      ...reportInput().history,
      loss: [0.5, 0.4],
      accuracy: [0.8, 0.9],
      "<b>f1": [0.125, Number.NaN],
      f1Score: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
    };
    const page = reportHtml(reportInput({ history }));
    const headings = page
      .slice(page.indexOf("Values of every epoch"))
      .match(/(?<=<th scope="col" class="number">).*?(?=<\/th>)/g);
    expect(headings?.slice(4, 6)).toEqual(["Learning rate", expect.stringMatching(/^[^<]*b[^<]*f1$/)]);
    expect(headings).not.toContain("f1Score");
    expect(page.includes('<td class="number">0.125</td>')).toBe(true);
  });

  it("need neither validation nor learning rates nor a second epoch", () => {
    expect(curves({ loss: [0.5], accuracy: [0.8] })).toEqual([
      "Loss over 1 epoch; last: training 0.5",
      "Accuracy over 1 epoch; last: training 80.0\u00A0%",
    ]);
  });

  it.each([
    ["some", [0.9, Number.NaN, 0.4, Number.POSITIVE_INFINITY]],
    ["all", [Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    ["none, but very large", [1e30, 3e38, 1e-30, 0]],
    ["none, but always the same", [2, 2, 2, 2]],
  ])("have gaps where values are not finite: %s", (_, loss) => {
    const page = reportHtml(
      reportInput({ history: { loss, accuracy: [0.1, 0.1, 0.1, 0.1], valLoss: loss, valAccuracy: loss } }),
    );
    expect(page.match(/ (d|x|y|cx|cy|width|height)="[^"]*(NaN|Infinity|undefined)/g)).toBeNull();
    expect(read(page).text.includes("so there is a gap")).toBe(!loss.every(Number.isFinite));
  });
});

describe("for eyes that cannot see it, and for small screens", () => {
  const page = reportHtml(reportInput());
  const { tags } = read(page);

  it("names every chart, table and image", () => {
    for (const element of ["svg", "table"]) {
      expect(labels(page, element).length).toBeGreaterThan(1);
      expect(labels(page, element)).not.toContain("");
    }
    expect(page.match(/<svg /g)?.length).toBe(page.match(/<svg [^>]*role="img"[^>]*><title>[^<]+</g)?.length);
    const pictures = tags.filter(({ name }) => name === "img");
    expect(pictures.length).toBeGreaterThan(60);
    expect(pictures.filter(({ attributes }) => !attributes.get("alt"))).toEqual([]);
  });

  it("has one first heading and leaves out no level", () => {
    const levels = tags.flatMap(({ name }) => (/^h\d$/.test(name) ? [Number(name[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, i) => {
      expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1);
    });
  });

  it("marks right and wrong by signs and words", () => {
    expect(page).toMatch(/alt="Image \d+: right, taken for class \d"/);
    expect(page).toMatch(/alt="Image \d+: wrong, taken for class \d, is class \d"/);
    expect(page).toContain("✓");
    expect(page).toContain("✗");
  });

  it("knows light, dark, paper and phones", () => {
    for (const word of ["color-scheme:light dark", "prefers-color-scheme:dark", "@media print", "width=device-width"]) {
      expect(page).toContain(word);
    }
  });
});

it("stays far below 2 MB with images of noise, which PNG cannot shrink", () => {
  const test = images(names(10), 2000, [28, 28, 1]);
  const maps = ["a", "b", "c"].map((layer) => {
    return {
      layer,
      shape: [26, 26, 64] as const,
      values: Float32Array.from({ length: 26 * 26 * 64 }, (_, i) => i % 97),
    };
  });
  expect(reportHtml(reportInput({ test, featureMaps: { image: 0, maps } })).length).toBeLessThan(500_000);
});
