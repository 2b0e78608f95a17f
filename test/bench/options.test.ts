/** The command line of the bench: what it takes, and what it says of a wrong word. */
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readOptions } from "../../bench/options.mjs";

test("measures everything by default, five rounds of five seconds", () => {
  const expected = { nets: ["S", "L", "D", "R", "M"], modes: ["train", "infer"], peers: null, rounds: 5, seconds: 5 };
  expect(readOptions([])).toMatchObject(expected);
});

test("takes lists, and none", () => {
  expect(readOptions(["--net", "L", "--peers", "jax,tfjs"])).toMatchObject({ nets: ["L"], peers: ["jax", "tfjs"] });
  expect(readOptions(["--peers", "none"]).peers).toEqual([]);
});

test("takes the mode start, only when it is named", () => {
  expect(readOptions(["--mode", "start"]).modes).toEqual(["start"]);
  expect(readOptions(["--mode", "infer,start"]).modes).toEqual(["infer", "start"]);
});

test("takes a baseline, and as many rounds as its interval needs", () => {
  expect(readOptions([]).baseline).toBeNull();
  expect(readOptions(["--baseline", "a.tgz"])).toMatchObject({ baseline: resolve("a.tgz"), rounds: 11 });
  expect(readOptions(["--rounds", "11", "--baseline", "/b"])).toMatchObject({ baseline: resolve("/b"), rounds: 11 });
  expect(readOptions(["--baseline", "/b", "--rounds", "30", "--peers", "none"])).toMatchObject({
    peers: [],
    rounds: 30,
  });
});

test.each([
  [["--net", "S,X"], '--net S,X: received "X" → choose from S, L, D'],
  [["--mode", "load"], '--mode load: received "load" → choose from train, infer, start'],
  [["--rounds", "0"], "--rounds 0: expected a whole number of at least 1"],
  [["--baseline", "b", "--rounds", "10"], "--rounds 10: expected a whole number of at least 11 with --baseline"],
  [["--baseline", "b", "--rounds", "11.5"], "--rounds 11.5: expected a whole number of at least 11 with --baseline"],
  [["--baseline", ""], '--baseline : received "" → expected one, of a .tgz or a folder'],
  [["--baseline", "a", "--baseline", "b"], "--baseline a b: received 2 paths → expected one"],
  [["--baseline"], "--help"],
  [["--threads", "1.5"], "--threads 1.5: expected a whole number of at least 1"],
  [["--nets", "S"], "--help"],
])("says what is wrong with %j", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
