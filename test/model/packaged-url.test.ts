/**
 * Addresses of the package's files as bundlers rewrite them, and what is said where no file is. Source files are looked at:
 * dist/ is what no bundler has touched.
 */
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { packagedUrl, placeAdvice } from "../../ts/platform/packaged-url.js";

/** What Next.js makes of `new URL("…", import.meta.url)`: its text is a path. */
const relative = Object.assign(new URL("x:/"), { toString: () => "/_next/static/media/engine-simd.wasm" });

it("an address that a bundler has made relative is one of this host", () => {
  const url = packagedUrl(undefined, { name: "engine-simd.wasm", literal: () => relative });
  expect(url).toBe(pathToFileURL("/_next/static/media/engine-simd.wasm").href);
});

it("a bundle without import.meta.url is told to say where the files are", () => {
  const literal = () => new URL("../engine-simd.wasm", undefined);
  expect(() => packagedUrl(undefined, { name: "engine-simd.wasm", literal })).toThrow(
    /engine-simd\.wasm .*no ES module.*fashion-wasm assets.*init\(\{ baseUrl \}\)/,
  );
  expect(packagedUrl("https://cdn.test/a/", { name: "engine-simd.wasm", literal })).toBe(
    "https://cdn.test/a/engine-simd.wasm",
  );
});

it.each([
  ["http://localhost:5173/node_modules/.vite/engine-simd.wasm", "optimizeDeps"],
  ["file:///_next/static/media/engine-simd.wasm", "serverExternalPackages"],
  ["file:///C:/_next/static/media/engine-simd.wasm", "serverExternalPackages"],
  ["https://page.test/_next/static/media/engine-simd.wasm", "init({ baseUrl }) or init({ wasmUrl })"],
  ["file:///home/user/app/engine-simd.wasm", "init({ baseUrl }) or init({ wasmUrl })"],
])("what is not at %s: %s", (address, advice) => {
  expect(placeAdvice(address, "wasmUrl")).toContain(advice);
});
