/**
 * Bundles app.mjs for Node: `node bundle.mjs BUNDLER FORMAT WAY`, WAY being "external" or "bundled", to out/app.js. The
 * settings are those without which the bundler makes nothing for Node, and no other.
 */
import { promisify } from "node:util";

const [, , bundler, format, way] = process.argv;
const input = "./app.mjs";
const external = way === "external" ? ["fashion-wasm", "fashion-wasm/inference"] : [];

const bundlers = {
  async esbuild() {
    const { build } = await import("esbuild");
    await build({ entryPoints: [input], bundle: true, platform: "node", format, external, outfile: "out/app.js" });
  },

  async rollup() {
    const { rollup } = await import("rollup");
    const { default: nodeResolve } = await import("@rollup/plugin-node-resolve");
    const plugins = [nodeResolve({ preferBuiltins: true, exportConditions: ["node"] })];
    const bundle = await rollup({ input, external, plugins, onLog() {} });
    await bundle.write({ dir: "out", entryFileNames: "app.js", format });
  },

  async webpack() {
    const { default: webpack } = await import("webpack");
    const module = format === "esm";
    const stats = await promisify(webpack)({
      ...{ mode: "production", target: "node", context: import.meta.dirname, entry: input, devtool: false },
      output: {
        path: `${import.meta.dirname}/out`,
        filename: "app.js",
        module,
        chunkFormat: module ? "module" : "commonjs",
      },
      experiments: { outputModule: module },
      externals: external,
      externalsType: module ? "module" : "commonjs",
    });
    if (stats.hasErrors()) throw new Error(stats.toString());
  },
};

await bundlers[bundler]();
