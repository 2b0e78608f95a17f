/** Images in characters: what stands in a cell for every kind of terminal. */
import { stripVTControlCharacters as plain } from "node:util";
import { describe, expect, it } from "vitest";
import { drawGallery, imagesPerRow } from "../../ts/cli/gallery.js";
import { drawGarment } from "../../ts/cli/garments.js";

describe("drawGarment", () => {
  it("makes 28 columns × 14 rows of 28 × 28 pixels, in every depth of colour", () => {
    const pixels = Uint8Array.from({ length: 784 }, (_, i) => (i * 37) % 256);
    for (const depth of ["none", "basic", "256", "rgb"] as const) {
      const lines = drawGarment(pixels, 28, 28, depth);
      expect(lines).toHaveLength(14);
      for (const line of lines) expect([...plain(line)]).toHaveLength(28);
    }
  });

  it("puts the upper pixel in the foreground and the lower in the background", () => {
    expect(drawGarment([10, 200], 1, 2, "rgb")).toEqual(["\u001b[38;2;10;10;10m\u001b[48;2;200;200;200m▀\u001b[0m"]);
  });

  it("repeats no colour that has not changed", () => {
    const [line] = drawGarment([5, 5, 5, 9, 9, 9], 3, 2, "rgb");
    expect(line).toBe("\u001b[38;2;5;5;5m\u001b[48;2;9;9;9m▀▀▀\u001b[0m");
  });

  it("picks the nearest grey of the 256-colour table", () => {
    const nearestGrey = (value: number) => /38;5;(\d+)m/.exec(drawGarment([value, 0], 1, 2, "256")[0] ?? "")?.[1];
    // 16 is 0, 232 … 255 are 8, 18 … 238, 231 is 255.
    const greys = [[16, 0], [231, 255], ...Array.from({ length: 24 }, (_, i) => [232 + i, 8 + 10 * i])];
    for (let value = 0; value < 256; value++) {
      const chosen = greys.find(([index]) => String(index) === nearestGrey(value));
      const smallest = Math.min(...greys.map(([, level]) => Math.abs((level as number) - value)));
      expect(Math.abs((chosen?.[1] as number) - value)).toBe(smallest);
    }
  });

  it("draws shades, and no escapes, without colours", () => {
    expect(drawGarment([0, 64, 128, 191, 255, 0, 64, 128, 191, 255], 5, 2, "none")).toEqual([" ░▒▓█"]);
    expect(drawGarment([255], 1, 1, "basic")).toEqual(["▒"]); // an odd last row is half black
  });
});

describe("drawGallery", () => {
  const image = (predicted: string, truth: string) => ({
    pixels: new Uint8Array(784),
    width: 28,
    height: 28,
    predicted,
    truth,
  });

  it("fits as many images to a row as the terminal is wide", () => {
    expect([20, 28, 57, 58, 80, 88, 120, 1000].map((width) => imagesPerRow({ width: 28, height: 28 }, width))).toEqual([
      1, 1, 1, 2, 2, 3, 4, 6,
    ]);
  });

  it("never writes a line wider than the terminal", () => {
    const images = Array.from({ length: 7 }, () => image("Ankle boot", "A class with a remarkably long name"));
    for (const width of [28, 58, 80, 133]) {
      for (const line of drawGallery(images, { width, colours: "rgb" })) {
        expect([...plain(line)].length).toBeLessThanOrEqual(width);
      }
    }
  });

  it("says what was predicted and what is true, and marks which is which", () => {
    const lines = drawGallery([image("Shirt", "Shirt"), image("Coat", "Pullover")], { width: 80, colours: "none" });
    expect(lines).toHaveLength(16);
    expect(lines[14]).toMatch(/^✓ predicted Shirt\s+✗ predicted Coat$/);
    expect(lines[15]).toMatch(/^ {2}truly {5}Shirt\s+truly {5}Pullover$/);
  });

  it("draws an image smaller where it does not fit, or is large", () => {
    const lines = drawGallery([{ ...image("Bag", "Bag"), pixels: new Uint8Array(784).fill(255) }], {
      width: 20,
      colours: "none",
    });
    const tile = "█".repeat(20);
    expect(lines).toEqual([...Array(10).fill(tile), "✓ predicted Bag", "  truly     Bag"]);
    const large = { ...image("Bag", "Bag"), pixels: new Uint8Array(200_000).fill(255), width: 400, height: 500 };
    expect(drawGallery([large], { width: 80, colours: "none" })).toHaveLength(32 + 2);
  });

  it("keeps captions that can be read beside images of a pixel", () => {
    const one = { ...image("Bag", "Shirt"), pixels: [255], width: 1, height: 1 };
    const lines = drawGallery([one, one], { width: 80, colours: "none" });
    expect(lines[1]).toBe("✗ predicted Bag       ✗ predicted Bag");
  });
});
