/** The command line of the bench: what it takes, and what it says of a wrong word. */
import { expect, test } from "vitest";
import { readOptions } from "../../bench/options.mjs";

test("measures everything by default, five rounds of five seconds", () => {
  const expected = { nets: ["S", "L", "D"], modes: ["train", "infer"], peers: null, rounds: 5, seconds: 5 };
  expect(readOptions([])).toMatchObject(expected);
});

test("takes lists, and none", () => {
  expect(readOptions(["--net", "L", "--peers", "jax,tfjs"])).toMatchObject({ nets: ["L"], peers: ["jax", "tfjs"] });
  expect(readOptions(["--peers", "none"]).peers).toEqual([]);
});

test.each([
  [["--net", "S,X"], '--net S,X: received "X" → choose from S, L, D'],
  [["--rounds", "0"], "--rounds 0: expected a whole number of at least 1"],
  [["--threads", "1.5"], "--threads 1.5: expected a whole number of at least 1"],
  [["--nets", "S"], "--help"],
])("says what is wrong with %j", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
