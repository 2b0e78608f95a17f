/** The page of a data set: its numbers against ones worked out here, for bytes, floats and colour. */
import { type Dataset, dataset } from "fashion-wasm";
import { exploreHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { exploreInput, images, names } from "./example.js";
import { read } from "./markup.js";

function floats(values: readonly number[], imageShape: readonly [number, number, number]): Dataset {
  const count = values.length / (imageShape[0] * imageShape[1] * imageShape[2]);
  return dataset.fromArrays({
    images: Float32Array.from(values),
    labels: new Uint8Array(count),
    imageShape: [...imageShape],
    classNames: ["one", "two"],
  });
}

describe("exploreHtml", () => {
  const page = exploreHtml(exploreInput());
  const { tags, text } = read(page);

  it("has every section, and leaves out a grid of nothing", () => {
    const ids = (html: string) => [...html.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids(page)).toEqual(["rows", "classes", "tones", "one-image", "grid"]);
    const augmented = { data: images(["a", "b"], 4, [8, 8, 1]), columns: 2, layers: "randomFlip" };
    expect(ids(exploreHtml(exploreInput({ augmented })))).toEqual([...ids(page), "augmentation"]);
    expect(ids(exploreHtml(exploreInput({ grid: { columns: 3, positions: [] } })))).not.toContain("grid");
  });

  it("shows count, shape, and first and last rows and columns", () => {
    expect(text).toContain("60 images of 8 × 8 pixels in grey");
    for (const word of ["pixel1", "pixel5", "pixel60", "pixel64", "60 rows × 65 columns"]) expect(text).toContain(word);
    expect(text).not.toMatch(/pixel6(?!\d)/);
    expect(page.match(/<th scope="row">(0|4|55|59)<\/th><td>/g)).toHaveLength(4);
    expect(page).not.toContain('<th scope="row">5</th><td>1</td>');
  });

  it("leaves out nothing of a data set smaller than head and tail", () => {
    const small = read(
      exploreHtml(
        exploreInput({ data: images(["a", "b"], 3, [1, 2, 1]), sample: 0, grid: { columns: 1, positions: [2] } }),
      ),
    );
    expect(small.text).toContain("pixel2");
    expect(small.text).not.toContain("…");
  });

  it("gives mean and standard deviation of bytes and of floats", () => {
    const bytes = dataset.fromArrays({
      images: Uint8Array.of(0, 0, 100, 200),
      labels: Uint8Array.of(0),
      imageShape: [2, 2, 1],
      classNames: ["only"],
    });
    const ofBytes = read(
      exploreHtml(exploreInput({ data: bytes, sample: 0, grid: { columns: 1, positions: [0] } })),
    ).text;
    expect(ofBytes).toContain("Mean 75.0, standard deviation 82.9");
    const data = floats([-1, 0, 0.5, 2.5, 0, 0, 1, 1], [2, 2, 1]);
    const ofFloats = read(exploreHtml(exploreInput({ data, sample: 1, grid: { columns: 2, positions: [0, 1] } }))).text;
    expect(ofFloats).toContain("Mean 0.5, standard deviation 0.968");
    expect(ofFloats).toContain("from −1 to 2.5");
  });

  it("shows every pixel value of the sample on its own grey", () => {
    const cells = [...page.matchAll(/<td(?: class="w")? style="--v:(\d+)">(\d+)<\/td>/g)];
    const sample = exploreInput().data.image(2);
    expect(cells.map(([, tone]) => Number(tone))).toEqual([...sample]);
    expect(cells.map(([, , word]) => Number(word))).toEqual([...sample]);
  });

  it("shows the middle of an image too large for a table", () => {
    const large = exploreHtml(
      exploreInput({ data: images(["a", "b"], 3, [64, 40, 3]), sample: 1, grid: { columns: 1, positions: [0] } }),
    );
    expect(large.match(/style="--v:/g)).toHaveLength(28 * 28);
    expect(read(large).text).toContain("its middle, 28 × 28");
    expect(read(large).text).toContain("with 3 channels");
  });

  it("takes floats between 0 and 1 as tones, and puts the grid in the columns asked for", () => {
    const data = floats([0, 0.2, 0.5, 1], [1, 4, 1]);
    const html = exploreHtml(exploreInput({ data, sample: 0, grid: { columns: 7, positions: [0] } }));
    expect([...html.matchAll(/--v:(\d+)/g)].map(([, tone]) => Number(tone))).toEqual([0, 51, 128, 255]);
    expect(html).toContain('style="--columns:7"');
  });

  it("takes the tones of the images it shows, not of others from the same arrays", () => {
    const data = floats([0, 0.2, 0.5, 1, -30, 0, 0, 900], [1, 4, 1]).slice(0, 1);
    const html = exploreHtml(exploreInput({ data, sample: 0, grid: { columns: 1, positions: [0] } }));
    expect([...html.matchAll(/--v:(\d+)/g)].map(([, tone]) => Number(tone))).toEqual([0, 51, 128, 255]);
  });

  it("shows 900 images of the grid at most, and says so", () => {
    const grid = (count: number) => ({ columns: 30, positions: Array.from({ length: count }, (_, i) => i % 60) });
    const tiles = (html: string) => html.match(/<li><img/g)?.length;
    const many = exploreHtml(exploreInput({ grid: grid(1200) }));
    expect(tiles(many)).toBe(900);
    expect(read(many).text).toContain("The first 900 of 1,200 images asked for.");
    const fitting = exploreHtml(exploreInput({ grid: grid(900) }));
    expect(tiles(fitting)).toBe(900);
    expect(read(fitting).text).not.toContain("asked for");
  });

  it("counts the classes", () => {
    expect(text).toContain("All classes have the same number of images, 15");
    expect(read(exploreHtml(exploreInput({ data: images(names(7)) }))).text).toContain("The rarest class has 8 images");
  });

  it("names every image, table and chart", () => {
    for (const { name, attributes } of tags) {
      if (name === "img") expect(attributes.get("alt")).toMatch(/^Image \d+: class \d$/);
      if (name === "svg" || name === "table") expect(attributes.get("aria-label")).toBeTruthy();
    }
  });

  it("stays far below 2 MB with 225 images of noise", () => {
    const data = images(names(10), 300, [28, 28, 1]);
    const grid = { columns: 15, positions: Array.from({ length: 225 }, (_, i) => i) };
    expect(exploreHtml(exploreInput({ data, grid })).length).toBeLessThan(400_000);
  });
});
