/**
 * The hosts' script as one classic script, by esbuild: no imports, no import.meta.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installTool } from "../projects.js";

/** Bundles asked.js with the package of the folder `root`. */
export async function classicBundle(root: URL): Promise<string> {
  const require = createRequire(join(installTool("node-bundlers"), "package.json"));
  const { build } = require("esbuild") as {
    build(options: object): Promise<{ readonly outputFiles: readonly { readonly text: string }[] }>;
  };
  const at = (address: string) => fileURLToPath(new URL(address, root));
  const fromRoot = {
    name: "from-root",
    setup({ onResolve }: { onResolve(options: object, callback: (args: { path: string }) => object): void }) {
      onResolve({ filter: /^\/dist\// }, ({ path }) => ({ path: at(`.${path}`) }));
      onResolve({ filter: /\/(sixty-images|twenty-steps)\.js$/ }, ({ path }) => ({
        path: fileURLToPath(new URL(path, new URL("../../runtime/", import.meta.url))),
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./asked.js", import.meta.url))],
    ...{ bundle: true, write: false, format: "iife", platform: "browser", logLevel: "silent", plugins: [fromRoot] },
  });
  return outputFiles[0]?.text ?? "";
}
