/** The pages stay small whatever they are given: large images, many layers, long trainings, endless names. */
import { type Dataset, dataset, type PixelImage, pngEncoder } from "fashion-wasm";
import { exploreHtml, type ReportInput, reportHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { exploreInput, images, names, noise, reportInput } from "./example.js";
import { read } from "./markup.js";

const MOST_BYTES = 2_000_000;
const encode = await pngEncoder();
const random = noise(13);
const noiseOf = Float32Array.from({ length: 100_003 }, random); // as many as a prime number: nothing repeats by rows

/** Images of noise without the time it takes to make so much of it. */
function noisy(imageShape: readonly [number, number, number], count: number, classNames: readonly string[]): Dataset {
  const bytes = new Uint8Array(count * imageShape[0] * imageShape[1] * imageShape[2]);
  const some = Uint8Array.from(noiseOf, (value) => 256 * value);
  for (let at = 0; at < bytes.length; at += some.length) bytes.set(some.subarray(0, bytes.length - at), at);
  const labels = Uint32Array.from({ length: count }, (_, i) => i % classNames.length);
  return dataset.fromArrays({ images: bytes, labels, imageShape: [...imageShape], classNames: [...classNames] });
}

function values(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => noiseOf[i % noiseOf.length] as number);
}

/** Encodes, and remembers the sizes. */
function watched() {
  const sizes: string[] = [];
  const png = (image: PixelImage) => {
    sizes.push(`${image.height}×${image.width}`);
    return encode(image);
  };
  return { png, sizes };
}

const bytesOf = (page: string) => new TextEncoder().encode(page).length;
const EPOCHS = 100_000;
const curve = Array.from({ length: EPOCHS }, (_, i) => noiseOf[i % noiseOf.length] as number);
const history = { loss: curve, accuracy: curve, valLoss: curve, valAccuracy: curve, learningRate: curve };

describe("the report", () => {
  const { png, sizes } = watched();
  const maps = (layers: number, side: number) => {
    const answer = values(side * side * 64);
    return Array.from({ length: layers }, (_, i) => ({
      layer: `layer ${i}`,
      shape: [side, side, 64] as const,
      values: answer,
    }));
  };
  const many: ReportInput = reportInput({
    test: noisy(
      [224, 224, 3],
      120,
      Array.from({ length: 30 }, (_, i) => `${i} ${"long ".repeat(400)}`),
    ),
    history,
    kernels: [{ layer: "conv2d", shape: [40, 40, 3, 64], values: values(40 * 40 * 3 * 64) }],
    featureMaps: { image: 1, maps: maps(4, 224) },
    png,
  });
  const page = reportHtml(many);
  const { text, tags, pieces } = read(page);

  it("stays below 2 MB with large images, maps and kernels, 100,000 epochs and names of 2,000 characters", () => {
    expect(bytesOf(page)).toBeLessThan(MOST_BYTES);
    expect(new Set(sizes)).toEqual(new Set(["48×48", "32×32", "24×24", "1×61"]));
    expect(pieces.filter(({ text }) => text.length > 1000 && !text.includes("{"))).toEqual([]);
    expect(text).not.toContain("long ".repeat(17));
    for (const { attributes } of tags) {
      const { src, d, ...others } = Object.fromEntries(attributes);
      expect(Object.values(others).join("").length).toBeLessThan(600);
    }
  });

  it("says what it made smaller", () => {
    for (const small of ["48 × 48 of 224 × 224", "32 × 32 of 224 × 224", "24 × 24 of 40 × 40"]) {
      expect(text).toContain(`Shown smaller, ${small} pixels`);
    }
    expect(text).toContain("Of 100,000 epochs at most 500 points a line");
    expect(text).toContain("200 of 100,000 epochs, at even distances.");
    expect(read(reportHtml(reportInput())).text).not.toMatch(/Shown smaller|at most 500|even distances\.$/m);
  });

  it("draws at most 500 points a line and 200 rows, the first and the last epoch among them", () => {
    for (const [, path = ""] of page.matchAll(/<g class="line[01]"><path d="([^"]*)"/g)) {
      expect(path.match(/[ML]/g)?.length).toBeLessThanOrEqual(500);
    }
    const rows = page.split('aria-label="Values of every epoch"')[1]?.split("</table>")[0] ?? "";
    const epochs = [...rows.matchAll(/<th scope="row">(\d+)<\/th>/g)].map(([, epoch]) => Number(epoch));
    expect(epochs).toHaveLength(200);
    expect([epochs[0], epochs.at(-1)]).toEqual([1, EPOCHS]);
  });

  it("stays below 2 MB with the most of everything that is not shrunk, and names that grow when escaped", () => {
    const gaps = curve.map((value, i) => (Math.floor(i / 400) % 2 === 0 ? value : Number.NaN));
    const worst = reportHtml({
      ...many,
      ...reportInput({
        test: noisy(
          [48, 48, 3],
          1800,
          Array.from({ length: 30 }, (_, i) => `${i}${"&".repeat(2000)}`),
        ),
      }),
      history: { loss: gaps, accuracy: gaps, valLoss: gaps, valAccuracy: gaps, learningRate: gaps },
      kernels: [{ layer: "&".repeat(2000), shape: [24, 24, 1, 96], values: values(24 * 24 * 96) }],
      featureMaps: { image: 1, maps: maps(100, 32).map((view) => ({ ...view, layer: "&".repeat(2000) })) },
      png: encode,
    });
    expect(bytesOf(worst)).toBeLessThan(MOST_BYTES);
    expect(read(worst).text).toContain("The first 16 of 100 layers.");
    expect(read(worst).text).toContain("The first 8 of 64 maps");
  });

  it("leaves images of 64 pixels in grey as they are", () => {
    const { png, sizes } = watched();
    const small = reportHtml(reportInput({ test: images(names(3), 30, [64, 20, 1]), png }));
    expect(sizes.filter((size) => size === "64×20").length).toBeGreaterThan(25);
    expect(small).not.toContain("Shown smaller");
  });
});

describe("the data page", () => {
  it("shows an image of 4096 × 4096 in colour in 256, 64 in the grid, and says so", () => {
    const { png, sizes } = watched();
    const data = noisy([4096, 4096, 3], 1, ["a".repeat(2000)]);
    const page = exploreHtml(exploreInput({ data, sample: 0, grid: { columns: 1, positions: [0] }, png }));
    expect(sizes).toEqual(["256×256", "64×64"]);
    expect(bytesOf(page)).toBeLessThan(MOST_BYTES / 4);
    const { text } = read(page);
    expect(text).toContain("Shown smaller, 256 × 256 of 4096 × 4096 pixels");
    expect(text).toContain("Shown smaller, 64 × 64 of 4096 × 4096 pixels");
    expect(page.match(/style="--v:/g)).toHaveLength(28 * 28);
    expect(page).not.toContain("a".repeat(81));
  });
});
