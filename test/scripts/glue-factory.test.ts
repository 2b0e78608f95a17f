/** The glue of wasm-bindgen becomes a function: each call has an instance, and what it remembers, of its own. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { glueFactory } from "../../scripts/setup/glue-factory.mjs";

/** Starts the glue of a build twice, and returns both. */
async function startedTwice(build: string) {
  const read = (name: string) => readFile(new URL(`../../crates/${build}/${name}`, import.meta.url));
  const text = glueFactory((await read("engine.js")).toString());
  expect(text).not.toContain("fetch(");
  const { createGlue } = await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`);
  const module = await WebAssembly.compile(new Uint8Array(await read("engine_bg.wasm")));
  const [one, other] = [createGlue(), createGlue()];
  const memories = [one, other].map((glue) => glue.initSync({ module }).memory);
  expect(memories[0]).not.toBe(memories[1]);
  expect(one.initSync({ module }).memory).toBe(memories[0]);
  return [one, other];
}

test("the glue of data.wasm can be started twice", async () => {
  const [one, other] = await startedTwice("data/pkg-data");
  const png = one.encodePng(Uint8Array.of(1, 2, 3, 4), 2, 2, 1);
  expect([...other.decodeImage(png, 1, 0, 0).takeBytes()]).toEqual([1, 2, 3, 4]);
});

test("the glue of customers.wasm can be started twice", async () => {
  const [one, other] = await startedTwice("customers/pkg-customers");
  expect(one.hashAddress("a@b.example")).toBe(other.hashAddress(" A@B.example"));
});

test("glue of another form is refused", () => {
  expect(() => glueFactory("export function decode() {}\n")).toThrow("another form");
  expect(() => glueFactory('import { x } from "y";\nexport { initSync, __wbg_init as default };\n')).toThrow(
    "another form",
  );
});
