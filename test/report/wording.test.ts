/** What the pages say: nothing they cannot know, nothing about clothes, and one image is not “1 images”. */
import { dataset } from "fashion-wasm";
import { exploreHtml, type ReportInput, reportHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { evaluationOf, exploreInput, images, names, reportInput } from "./example.js";
import { read } from "./markup.js";

const textOf = (changes: Partial<ReportInput> = {}) => read(reportHtml(reportInput(changes))).text;

/** An evaluation with as many mistakes of each pair as `mistakes` says of class 0. */
function withMistakes(classes: number, mistakes: readonly number[]): Partial<ReportInput> {
  const test = images(names(classes), 4 * classes);
  const evaluation = evaluationOf(test);
  const confusionMatrix = evaluation.report.confusionMatrix.map((row) => row.map(() => 0));
  mistakes.forEach((count, i) => {
    (confusionMatrix[i % classes] as number[])[(i + 1 + Math.floor(i / classes)) % classes] = count;
  });
  return { test, evaluation: { ...evaluation, report: { ...evaluation.report, confusionMatrix } } };
}

describe("the report", () => {
  it("says what an interval is about", () => {
    const text = textOf();
    expect(text).toContain("Of 60 test images, none of which it had learned from, the model recognised 45.");
    expect(text).toContain(
      "Over all images of this kind its accuracy is likely between 61.2\u00A0% and 84.3\u00A0% (95\u00A0% interval).",
    );
    expect(text).not.toMatch(/expect it|other images of the same kind/);
    expect(textOf({ seen: false })).toBe(text);
  });

  it("warns of images that were learned from", () => {
    const text = textOf({ seen: true });
    expect(text).toContain("it has learned from these images or some of them");
    expect(text).toContain("are too good");
    expect(text).not.toMatch(/none of which|likely between|95\u00A0% interval/);
  });

  it("does not claim to know what the calibration images were not used for", () => {
    expect(textOf()).toContain("It was fitted on 6,000 images held out of training.");
    expect(textOf()).not.toContain("nor tested");
  });

  it("counts the classes of the model, which the test images may not all have names for", () => {
    const { evaluation } = reportInput({ test: images(names(7)) });
    expect(textOf({ evaluation })).toContain("in 7 classes");
  });

  it("has no words that hold for clothes only, nor for kernels of this package only", () => {
    for (const text of [textOf(), read(exploreHtml(exploreInput())).text]) {
      expect(text).not.toMatch(/garment|coat|cloth|shop|noise/i);
    }
  });

  it.each([
    [[], "No image was taken for another class, so there is no pair to list."],
    [[3], "Here is the one pair that is mixed up."],
    [[3, 1, 2], "Here are all 3 pairs that are mixed up."],
    [new Array<number>(45).fill(1), "Here are the 40 pairs that are mixed up most often, of 45."],
  ])("says of 31 classes how many pairs are mixed up: %j", (mistakes, sentence) => {
    const page = reportHtml(reportInput(withMistakes(31, mistakes)));
    expect(read(page).text).toContain(`With 31 classes a full table could not be read. ${sentence}`);
    const table = page.split('aria-label="Most frequent confusions"')[1]?.split("</table>")[0];
    expect(table?.match(/<tr><th/g)?.length ?? 0).toBe(
      mistakes.length === 0 ? 0 : Math.min(40, mistakes.length) + 1, // and its head
    );
  });
});

describe("one is singular", () => {
  const PLURALS =
    /(?<![\d,.])1 (images|classes|maps|pairs|mistakes|epochs|filters|values|numbers|rows|columns|channels)/;

  it("in the report", () => {
    const test = images(["only", "other"], 1, [1, 1, 1]);
    const evaluation = { ...evaluationOf(test), accuracy: 0, predictions: Uint32Array.of(1) };
    const one = {
      ...evaluation.report,
      confusionMatrix: [
        [0, 1],
        [0, 0],
      ],
      accuracy: 0,
    };
    const scaled = { ...evaluation.calibration, temperature: 1, fittedOn: 1, notice: null };
    const bins = [{ low: 0, high: 1, count: 1, confidence: 0.5, accuracy: 0 }];
    const page = reportHtml(
      reportInput({
        test,
        evaluation: { ...evaluation, report: one, scaledCalibration: scaled, calibration: { ece: 0, nll: 0, bins } },
        history: { loss: [1], accuracy: [0] },
        kernels: [{ layer: "conv2d", shape: [1, 1, 1, 1], values: Float32Array.of(1) }],
        featureMaps: { image: 0, maps: [{ layer: "conv2d", shape: [1, 1, 1], values: Float32Array.of(1) }] },
      }),
    );
    const { text, tags } = read(page);
    expect(text).not.toMatch(PLURALS);
    for (const { attributes } of tags) expect([...attributes.values()].join(" ")).not.toMatch(PLURALS);
    expect(text).toContain("Of 1 test image, which it had not learned from, the model recognised 0.");
    expect(text).toContain("It was fitted on 1 image held out of training.");
    expect(text).toContain("One pair of classes accounts for the only mistake.");
    expect(text).toContain("1 map, 1 × 1.");
    expect(text).toContain("1 filter of 1 × 1.");
    expect(
      textOf({ featureMaps: { image: 0, maps: [{ layer: "a", shape: [1, 1, 3], values: new Float32Array(3) }] } }),
    ).toContain("All 3 maps, 1 × 1 each.");
  });

  it("in the page of data", () => {
    const options = { images: Uint8Array.of(7), imageShape: [1, 1, 1] as [number, number, number] };
    const grid = { columns: 1, positions: [0] };
    const only = dataset.fromArrays({ ...options, labels: [0], classNames: ["only"] });
    const { text } = read(exploreHtml(exploreInput({ data: only, sample: 0, grid })));
    expect(text).not.toMatch(PLURALS);
    expect(text).toContain("with a label: one of 1 class.");
    expect(text).toContain("There is one class, of 1 image");
    expect(text).toContain("is 1 number:");
    const three = images(["a", "b"], 3, [1, 1, 1]);
    expect(read(exploreHtml(exploreInput({ data: three, sample: 0, grid }))).text).toContain(
      "The rarest class has 1 image, the most frequent 2",
    );
  });
});
