/** Values of options: what is read, what is refused, and what a refusal says. */
import { describe, expect, it } from "vitest";
import { fraction, nonEmpty, oneOf, positiveNumber, someOf, wholeNumber } from "../../ts/cli/options.js";

describe("wholeNumber", () => {
  const parse = wholeNumber(1, 1000);

  it("reads digits within its range", () => {
    expect(["1", "1000", "+7", " 12 "].map(parse)).toEqual([1, 1000, 7, 12]);
  });

  it.each(["0", "-1", "1001", "1.5", "1e2", "0x10", "", "ten", "NaN", "Infinity", "1 2"])("refuses %j", (text) => {
    expect(() => parse(text)).toThrow("Expected a whole number from 1 to 1000.");
  });
});

describe("positiveNumber", () => {
  const parse = positiveNumber(10);

  it("reads decimals and powers of ten", () => {
    expect(["0.001", "1e-3", ".5", "10", "2."].map(parse)).toEqual([0.001, 0.001, 0.5, 10, 2]);
  });

  it.each(["0", "-1", "11", "1e400", "1e-400", "", "abc", "0x1", "Infinity", "NaN"])("refuses %j", (text) => {
    expect(() => parse(text)).toThrow("Expected a number greater than 0 and at most 10");
  });
});

describe("fraction", () => {
  it("reads 0 up to but not including 1", () => {
    expect(["0", "0.2", ".999"].map(fraction)).toEqual([0, 0.2, 0.999]);
  });

  it.each(["1", "-0.1", "20%", "", "half"])("refuses %j", (text) => {
    expect(() => fraction(text)).toThrow("Expected a fraction");
  });
});

describe("oneOf", () => {
  const parse = oneOf(["adam", "sgd"]);

  it("reads its words as they are written", () => {
    expect(parse("sgd")).toBe("sgd");
    expect(() => parse("")).toThrow("Expected adam or sgd.");
  });

  it("names a near miss, and only a near one", () => {
    expect(() => parse("adamm")).toThrow("Expected adam or sgd. Did you mean adam?");
    expect(() => parse("SGD")).toThrow("Did you mean sgd?");
    expect(() => parse("lion")).toThrow(/^Expected adam or sgd\.$/);
    expect(() => oneOf(["seed", "quick", "best"])("quik")).toThrow("Expected seed, quick or best. Did you mean quick?");
  });
});

describe("someOf", () => {
  const parse = someOf(["S", "L", "D"]);

  it("reads words between commas, each once, in the order of the list", () => {
    expect(parse("D, S,D")).toEqual(["S", "D"]);
    expect(parse("L")).toEqual(["L"]);
  });

  it.each(["", "S,", "S L", "X", "S,X"])("refuses %j", (text) => {
    expect(() => parse(text)).toThrow("Expected S, L or D.");
  });
});

describe("nonEmpty", () => {
  it("refuses an empty path", () => {
    expect(nonEmpty("a b")).toBe("a b");
    expect(() => nonEmpty("  ")).toThrow("Expected a path, received nothing.");
  });
});
