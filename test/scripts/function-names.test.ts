/** Which function a fault means: an engine that ends on purpose, and the name that its error's number has. */
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { functionNames, namesOf, namesText } from "../../scripts/setup/function-names.mjs";
import { createEngine } from "../engine/open-engine.js";

const text = (name: string) => [Buffer.byteLength(name), ...Buffer.from(name)];
const custom = (content: readonly number[]) => [0, content.length, ...content];
const part = (id: number, content: readonly number[]) => [id, content.length, ...content];
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

test("names of functions are read among other parts and sections", () => {
  const names = part(1, [2, 0, ...text("first"), 3, ...text("größer")]);
  const module = part(0, text("module"));
  const locals = part(2, [0]);
  const wasm = [
    ...HEADER,
    ...custom([...text("producers"), 0]),
    ...custom([...text("name"), ...module, ...names, ...locals]),
  ];
  expect([...functionNames(new Uint8Array(wasm))]).toEqual([
    [0, "first"],
    [3, "größer"],
  ]);
  expect(functionNames(new Uint8Array(HEADER)).size).toBe(0);
});

test("names are listed by the numbers that functions have in the end, and read again", () => {
  const names = new Map([
    [0, "imported"],
    [1, "long"],
    [2, "short"],
  ]);
  const numbers = new Map([
    [1, 2],
    [2, 1],
  ]);
  expect(namesText(names, numbers)).toBe("0 imported\n1 short\n2 long\n");
  expect([...namesOf("0 imported\n1 <a as b>::short\n")]).toEqual([
    [0, "imported"],
    [1, "<a as b>::short"],
  ]);
});

test.each([
  ["engine-simd", 1],
  ["engine-threads", 2],
])("the number in an error of %s is that of the function that failed", async (file, threads) => {
  const engine = await createEngine({ threads });
  expect(file).toBe(`engine-${engine.info.build}`);
  const error = (await engine.call("testPanic").catch((thrown: unknown) => thrown)) as Error;
  const number = /in wasm-function\[(\d+)\]/.exec(error.message)?.[1] ?? "none";
  const said = execFileSync(process.execPath, ["scripts/wasm-function.mjs", file, number]);
  expect(said.toString()).toMatch(new RegExp(`^${number} .*(faults::panic_in_pool|panic_on_purpose|for_each|team)`));
  await engine.dispose();
});
