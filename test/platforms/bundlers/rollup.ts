/**
 * Rollup and esbuild, which leave `new URL("…", import.meta.url)` as it is: the files are copied, or the package stays outside.
 */
import { type Built, type BundlerCase, served } from "./case.js";
import { importsFrom, markup, pageFiles } from "./page-files.js";
import type { Project } from "./project.js";

const CANNOT = {
  because: "it copies no file, and says nothing",
  says: "init({ baseUrl })",
};
const COPIED = '`npx fashion-wasm assets DIR` and `init({ baseUrl: "/DIR/" })`';
const EXTERNAL = "external, with an import map";
const NAMES = ["fashion-wasm", "fashion-wasm/inference"];

type Bundle = (project: Project, external: readonly string[]) => void;

const rollup =
  (plugin = false): Bundle =>
  (project, external) => {
    const assets = plugin ? `import { importMetaAssets } from "@web/rollup-plugin-import-meta-assets";\n` : "";
    project.write({
      "rollup.config.js": `import resolve from "@rollup/plugin-node-resolve";
${assets}export default {
  input: "main.js",
  external: ${JSON.stringify(external)},
  output: { dir: "dist", format: "es" },
  plugins: [resolve()${plugin ? ", importMetaAssets()" : ""}],
};
`,
    });
    project.run("rollup", ["-c"]);
  };

const esbuild =
  (format: "esm" | "iife"): Bundle =>
  (project, external) => {
    const outside = external.map((name) => `--external:${name}`);
    project.run("esbuild", ["main.js", "--bundle", `--format=${format}`, "--outfile=dist/main.js", ...outside]);
  };

/** Bundled whole; with `copied`, beside a copy of the files. */
const inside =
  (bundle: Bundle, { copied = false, classic = false } = {}): BundlerCase["build"] =>
  async (project): Promise<Built> => {
    project.write(pageFiles({ baseUrl: copied ? "/fashion-wasm/" : undefined }));
    bundle(project, []);
    project.write({ "dist/index.html": markup({ script: "./main.js", classic }) });
    if (copied) project.run("fashion-wasm", ["assets", "dist/fashion-wasm"]);
    return served(project);
  };

/** Bundled without the package, which the page takes from node_modules. */
const outside =
  (bundle: Bundle): BundlerCase["build"] =>
  async (project): Promise<Built> => {
    project.write(pageFiles());
    bundle(project, NAMES);
    project.write({ "dist/index.html": markup({ script: "./main.js", imports: importsFrom("") }) });
    return served(project, { root: ".", path: "/dist/index.html" });
  };

const ROLLUP = { tool: "rollup4" };
const ESBUILD = { tool: "esbuild" };

export const rollupCases: readonly BundlerCase[] = [
  {
    ...ROLLUP,
    id: "rollup-plugin",
    name: "Rollup 4 with import-meta-assets",
    settings: "`plugins: [importMetaAssets()]`",
    build: inside(rollup(true)),
  },
  { ...ROLLUP, id: "rollup-copied", name: "Rollup 4", settings: COPIED, build: inside(rollup(), { copied: true }) },
  { ...ROLLUP, id: "rollup-external", name: "Rollup 4", settings: EXTERNAL, build: outside(rollup()) },
  {
    ...ROLLUP,
    id: "rollup-alone",
    name: "Rollup 4 without settings",
    settings: "as it comes",
    cannot: CANNOT,
    build: inside(rollup()),
  },
  {
    ...ESBUILD,
    id: "esbuild-esm",
    name: "esbuild, ES module",
    settings: COPIED,
    build: inside(esbuild("esm"), { copied: true }),
  },
  {
    ...ESBUILD,
    id: "esbuild-iife",
    name: "esbuild, classic script (IIFE)",
    settings: COPIED,
    build: inside(esbuild("iife"), { copied: true, classic: true }),
  },
  { ...ESBUILD, id: "esbuild-external", name: "esbuild", settings: EXTERNAL, build: outside(esbuild("esm")) },
  {
    ...ESBUILD,
    id: "esbuild-alone",
    name: "esbuild, ES module without settings",
    settings: "as it comes",
    cannot: CANNOT,
    build: inside(esbuild("esm")),
  },
  {
    ...ESBUILD,
    id: "esbuild-iife-alone",
    name: "esbuild, classic script (IIFE) without settings",
    settings: "as it comes",
    cannot: { because: "it copies no file, and a classic script has no import.meta.url", says: CANNOT.says },
    build: inside(esbuild("iife"), { classic: true }),
  },
];
