/** The glue of wasm-bindgen loads where there is no TextDecoder, and reads and writes texts as before where there is. */
import { readFile } from "node:fs/promises";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { glueFactory } from "../../scripts/setup/glue-factory.mjs";
import { lazyGlueText } from "../../scripts/setup/glue-text.mjs";

const glueOf = async (path: string) =>
  (await readFile(new URL(`../../crates/${path}/engine.js`, import.meta.url))).toString();

test.each(["wasm/pkg-simd", "wasm/pkg-inference", "data/pkg-data", "customers/pkg-customers"])("%s", async (path) => {
  const script = glueFactory(lazyGlueText(await glueOf(path))).replace("export function", "function");
  // The context has JavaScript's own globals and no host's.
  expect(runInNewContext(`${script.replace(/^import .*\n/m, "")}\ntypeof createGlue().initSync`)).toBe("function");
});

test("glue of another form is refused", () => {
  expect(() => lazyGlueText("const cachedTextDecoder = new TextDecoder();\n")).toThrow("another form");
});
