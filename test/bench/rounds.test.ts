/** Who runs when in the rounds of the bench. */
import { describe, expect, test } from "vitest";
import { inTurn } from "../../bench/measure/rounds.mjs";

describe("the order of a round", () => {
  const all = [
    { id: "a", pair: "a" },
    { id: "b", pair: "a" },
    { id: "c" },
    { id: "d", pair: "d" },
    { id: "e", pair: "d" },
  ];
  const ids = (number: number, of: { id: string; pair?: string }[] = all) =>
    inTurn(of, number)
      .map(({ id }) => id)
      .join("");

  test("exchanges the two of each pair in every other round, and nobody else", () => {
    expect([1, 2, 3, 4].map((number) => ids(number))).toEqual(["abcde", "baced", "abcde", "baced"]);
  });

  test("is always the same without a baseline", () => {
    const alone = [{ id: "x" }, { id: "y" }, { id: "z" }];
    expect([1, 2, 3].map((number) => ids(number, alone))).toEqual(["xyz", "xyz", "xyz"]);
    expect(alone.map(({ id }) => id)).toEqual(["x", "y", "z"]);
  });
});
