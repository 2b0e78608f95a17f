/** Temperature scaling where the answer is known: one kind of image, perfect and hopeless models. */
import { fitTemperature, scaleByTemperature } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { fixture, logits } from "./golden.js";

const two = { classes: 2 };

describe("fitTemperature", () => {
  it("makes sure of 3 in 4 what is right 3 times in 4", () => {
    const rows = [8, 0, 8, 0, 8, 0, 8, 0];
    const temperature = fitTemperature(rows, [0, 0, 0, 1], two); // softmax([8, 0] / T) = [3/4, 1/4]
    expect(temperature).toBeCloseTo(8 / Math.log(3), 10);
    expect(scaleByTemperature(rows, temperature, two).slice(0, 2)).toEqual(Float32Array.of(0.75, 0.25));
  });

  it("is larger by as much as the logits are", () => {
    const { labels, temperature } = fixture.temperature;
    for (const factor of [1 / 8, 1 / 2, 4, 1e3]) {
      const scaled = logits.map((value) => value * factor);
      expect(fitTemperature(scaled, labels, { classes: 10 })).toBeCloseTo(temperature * factor, factor > 100 ? 3 : 6);
    }
  });

  it("gives the same for rows that are moved", () => {
    const moved = logits.map((value, i) => value + Math.floor(i / 10));
    expect(fitTemperature(moved, fixture.temperature.labels, { classes: 10 })).toBeCloseTo(
      fixture.temperature.temperature,
      6,
    );
  });

  it("ends at a bound where there is no minimum, and at 1 where every temperature is one", () => {
    expect(fitTemperature([1, 0, 3, 9], [0, 1], two)).toBeCloseTo(3.5e-4, 12);
    expect(fitTemperature([1e6, 0, 0, 1e6], [0, 1], two)).toBeCloseTo(100, 8);
    expect(fitTemperature([1, 0, 3, 9], [1, 0], two)).toBeCloseTo(3.5e4, 8);
    expect(fitTemperature([1, 0, 0, 1], [0, 0], two)).toBeCloseTo(1e4, 8);
    expect(fitTemperature([5, 5, -2, -2], [0, 1], two)).toBe(1);
  });

  it("refuses logits that are not finite and labels that do not fit", async () => {
    const infinite = () => fitTemperature([1, Number.POSITIVE_INFINITY], [0], two);
    await expectRefusal(infinite, "DATA_MISMATCH", ["logit 1 of image 0 is Infinity"]);
    await expectRefusal(() => fitTemperature([1, 2, 3, 4], [0], two), "DATA_MISMATCH", ["1 labels for 2 images"]);
    await expectRefusal(() => fitTemperature([1, 2], [0], { classes: 0 }), "INVALID_ARGUMENT", ['"classes"']);
  });
});

describe("scaleByTemperature", () => {
  it("is softmax of the divided logits", () => {
    const rows = [Math.log(1), Math.log(9), 300, 0];
    const rounded = [...scaleByTemperature(rows, 2, two)].map((value) => Number(value.toFixed(6)));
    expect(rounded).toEqual([0.25, 0.75, 1, 0]);
  });

  it("refuses temperatures that are none", async () => {
    await expectRefusal(() => scaleByTemperature([1, 2], 0, two), "INVALID_ARGUMENT", ['"temperature"', "> 0"]);
    await expectRefusal(() => scaleByTemperature([1, 2], Number.NaN, two), "INVALID_ARGUMENT", ["NaN"]);
    await expectRefusal(() => scaleByTemperature([1, 2, 3], 1, two), "DATA_MISMATCH", ["3 logit values"]);
  });
});
