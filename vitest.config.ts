/**
 * Two groups of tests, one after the other: `package` in two processes at once, then `alone` one file at a time.
 *
 * Tests import `fashion-wasm` by its name and get dist/node/index.js, what users get; some look at one source
 * file instead. `alone` is for what measures time, drives a browser or packs the tarball: test/runtime/,
 * test/package/, test/platforms/ and `*.alone.test.ts`. `*.long.test.ts` run with FASHION_WASM_LONG=1 (`npm run test:long`).
 */
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { browserVariables } from "./scripts/setup/browsers.mjs";
import { testPython } from "./scripts/setup/python.mjs";

const long = process.env.FASHION_WASM_LONG === "1";
const alone = [
  "test/runtime/**/*.test.ts",
  "test/package/**/*.test.ts",
  "test/platforms/**/*.test.ts",
  "test/**/*.alone.test.ts",
];
const tooLong = long ? [] : ["test/**/*.long.test.ts"];

const shared = {
  pool: "forks" as const,
  testTimeout: long ? 600_000 : 60_000,
  hookTimeout: 60_000,
  env: { ...browserVariables(), FASHION_WASM_PYTHON: testPython() },
  // dist/ runs as Node runs it, untouched by vite.
  server: { deps: { external: [/\/dist\//] } },
};

const names = {
  "fashion-wasm/inference": resolve("dist/node/inference.js"), // before the last, which is the beginning of its name
  "fashion-wasm/report": resolve("dist/node/report.js"),
  "fashion-wasm": resolve("dist/node/index.js"),
  "#platform": resolve("ts/platform/node"),
  "#wasm-simd": resolve("crates/wasm/pkg-simd/engine.js"),
  "#wasm-threads": resolve("crates/wasm/pkg-threads/engine.js"),
  "#wasm-inference": resolve("crates/wasm/pkg-inference/engine.js"),
  "#wasm-data": resolve("crates/data/pkg-data/factory.js"),
  "#wasm-customers": resolve("crates/customers/pkg-customers/factory.js"),
  "#wasm-photos": resolve("crates/data/pkg-data/photos.js"),
};

/** The names of tsup.config.ts, for tests of single sources. */
const alias = [
  ...Object.entries(names).map(([find, replacement]) => ({ find, replacement })),
  { find: /^.*\/workerHelpers\.js$/, replacement: resolve("ts/engine/start-workers.ts") },
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          ...shared,
          name: "package",
          include: ["test/**/*.test.ts"],
          exclude: [...alone, ...tooLong],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        resolve: { alias },
        test: {
          ...shared,
          name: "alone",
          include: alone,
          exclude: tooLong,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
