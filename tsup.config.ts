/**
 * The JavaScript of dist/: once for Node, once for browsers, from the same sources.
 *
 * `#platform/x` is x of this host's folder in ts/platform, `#wasm-simd`, `#wasm-threads`, `#wasm-inference`, `#wasm-data` and
 * `#wasm-customers` the glue of the wasm files, `#wasm-photos` the part of data's that prepares photos, and wasm-bindgen-rayon's
 * workerHelpers.js our own way of starting threads. Libraries are bundled, so the package has no dependencies; files that are fetched, workers among them, are found by `new URL("…", import.meta.url)`,
 * which tsup leaves as written, so those paths are the ones of dist/. Each worker is one file that imports nothing, because
 * bundlers copy it alone. Node's is not minified, so that stack traces need no source maps; what browsers download, and the workers of both, is.
 */
import { chmodSync, copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, resolve } from "node:path";
import { defineConfig, type Options } from "tsup";
import { BUILDS } from "./scripts/build-wasm.mjs";
import { lazyGlueText } from "./scripts/setup/glue-text.mjs";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];
type Host = "node" | "browser";

const ENTRIES = {
  index: "ts/index.ts",
  inference: "ts/inference.ts",
};

/** In no export map and not in the package: tests reach the engine itself by it. Apart, or chunks would be cut by it too. */
const ENGINE = { engine: "ts/engine/engine.ts" };

const WORKERS = {
  "engine-worker-simd": "ts/engine/entry-simd.ts",
  "engine-worker-threads": "ts/engine/entry-threads.ts",
  "inference-worker": "ts/inference/entry.ts",
  "photo-worker": "ts/photo/worker-entry.ts",
};

/** Apart from the others, with which it shares no code: together, helpers that all might need got a chunk of their own. */
const REPORT = { report: "ts/report.ts" };

/** Resolves the names that mean something else on each host. */
function hostNames(host: Host): Plugin {
  const names: [RegExp, string][] = [
    [/^#platform\/(.*)$/, `ts/platform/${host}/$1.ts`],
    [/^#wasm-simd$/, "crates/wasm/pkg-simd/engine.js"],
    [/^#wasm-threads$/, "crates/wasm/pkg-threads/engine.js"],
    [/^#wasm-inference$/, "crates/wasm/pkg-inference/engine.js"],
    [/^#wasm-data$/, "crates/data/pkg-data/factory.js"],
    [/^#wasm-customers$/, "crates/customers/pkg-customers/factory.js"],
    [/^#wasm-photos$/, "crates/data/pkg-data/photos.js"],
    [/^.*\/workerHelpers\.js$/, "ts/engine/start-workers.ts"],
  ];
  return {
    name: "host-names",
    setup(build) {
      for (const [filter, path] of names) {
        build.onResolve({ filter }, (found) => ({
          path: resolve(found.path.replace(filter, path)),
          sideEffects: false,
        }));
      }
    },
  };
}

/** The scripts that are fetched when they are first needed (ts/platform/later-script.ts). */
const LATER = ["customers", "readers", "load-weights", "batch-feed", "fine-tune-plan"];

/**
 * What the scripts that are fetched later share with the rest of the package: the class of errors, what `init` has said, and
 * data.wasm. Each of them needs all of it: else esbuild would cut a chunk for each set of them.
 */
const SHARED = ["errors", "wasm/file-settings", "data/data-wasm"];

/**
 * Copies of its own for each script that is fetched later: where it shares a module with an entry, esbuild cuts a chunk, and
 * what only predicts would download more.
 */
const ownCopies: Plugin = {
  name: "own-copies",
  setup(build) {
    const sources = resolve("ts");
    build.onResolve({ filter: /^(\.\.?|#platform)\// }, ({ path, namespace, resolveDir, kind }) => {
      const own = kind === "dynamic-import" ? `own-${basename(path, ".js")}` : namespace;
      if (!own.startsWith("own-")) return undefined;
      const file = path.startsWith("#platform/")
        ? resolve(path.replace(/^#platform\/(.*)$/, "ts/platform/browser/$1.ts"))
        : resolve(resolveDir, path).replace(/\.js$/, ".ts");
      if (!file.startsWith(sources)) return undefined;
      const isShared = SHARED.some((name) => file === `${sources}/${name}.ts`);
      return { path: file, namespace: isShared ? "file" : own, sideEffects: false };
    });
    for (const name of LATER) {
      build.onLoad({ filter: /.*/, namespace: `own-${name}` }, ({ path }) => ({
        contents: readFileSync(path, "utf8"),
        loader: "ts",
        resolveDir: dirname(path),
      }));
    }
  },
};

/** The glue of the wasm files, as it may be loaded anywhere; workers have all globals. */
function glue(place: "page" | "worker"): Plugin {
  return {
    name: "glue",
    setup(build) {
      build.onLoad({ filter: /[\\/]pkg-\w+[\\/](engine|factory|photos)\.js$/ }, ({ path }) => {
        const contents = lazyGlueText(readFileSync(path, "utf8"));
        const globals = 'import { TextDecoder, TextEncoder } from "#platform/web-globals";\n';
        return { contents: place === "page" ? globals + contents : contents };
      });
    },
  };
}

/** A CommonJS library's `require("fs")`, which an ES module has no require for. */
const requiredBuiltins: Plugin = {
  name: "required-builtins",
  setup(build) {
    const filter = new RegExp(`^(node:)?(${builtinModules.join("|")})$`);
    build.onResolve({ filter }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "required-builtins" } : { path, external: true },
    );
    build.onLoad({ filter: /.*/, namespace: "required-builtins" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** `#review-script`: the script of the page of `review`, bundled to one text that can stand in HTML. */
const reviewScript: Plugin = {
  name: "review-script",
  setup(build) {
    build.onResolve({ filter: /^#review-script$/ }, ({ path }) => ({ path, namespace: "review-script" }));
    build.onLoad({ filter: /.*/, namespace: "review-script" }, async () => {
      const bundled = await build.esbuild.build({
        entryPoints: [resolve("ts/cli/review/page/main.ts")],
        bundle: true,
        write: false,
        format: "iife",
        platform: "browser",
        target: "es2022",
        minify: true,
        legalComments: "none",
      });
      const text = bundled.outputFiles?.[0]?.text ?? "";
      return { contents: text.replaceAll("</script", "<\\/script"), loader: "text" };
    });
  },
};

/**
 * By esbuild, and then by terser: in gzip 3 % smaller than by esbuild alone. Functions stay where they are: in the scope of
 * another, one that outlives it would keep alive what that one has, a model for instance.
 */
const SMALL: Options = {
  esbuildOptions: (options) => {
    options.minify = true;
  },
  minify: "terser",
  terserOptions: { ecma: 2020, compress: { passes: 3, inline: 1, reduce_funcs: false } },
};

function plugins(name: Host, place: "page" | "worker"): Plugin[] {
  const ofHost = name === "node" ? [requiredBuiltins, reviewScript] : [];
  return [...(name === "browser" ? [ownCopies] : []), hostNames(name), glue(place), ...ofHost];
}

function host(name: Host, entry: Record<string, string>, after?: Options["onSuccess"]): Options {
  return {
    name,
    entry,
    outDir: `dist/${name}`,
    format: "esm",
    platform: name,
    target: "es2022",
    splitting: true,
    define: { FASHION_WASM_VERSION: JSON.stringify(version) },
    treeshake: false, // esbuild's own is on
    removeNodeProtocol: false,
    ...(name === "browser" && SMALL),
    noExternal: [/.*/],
    esbuildPlugins: plugins(name, "page"),
    ...(after ? { onSuccess: after } : {}),
  };
}

/** Of both hosts, beside the files that both fetch, and classic scripts: a sandboxed frame allows no others. */
const workers: Options = {
  ...host("browser", WORKERS),
  name: "workers",
  outDir: "dist",
  format: "iife",
  outExtension: () => ({ js: ".js" }),
  splitting: false,
  esbuildPlugins: plugins("browser", "worker"),
};

/** The files beside the hosts' folders, which share them. */
async function copyFiles(): Promise<void> {
  for (const folder of ["sample", "pretrained", "photos"]) {
    cpSync(`data/${folder}`, `dist/${folder}`, { recursive: true });
  }
  for (const { crate, name, file } of BUILDS) {
    copyFileSync(`crates/${crate}/pkg-${name}/engine_bg.wasm`, `dist/${file}.wasm`);
  }
}

/** The command line starts by its own name. */
async function makeExecutable(): Promise<void> {
  const file = "dist/node/cli.js";
  const text = readFileSync(file, "utf8");
  if (!text.startsWith("#!")) writeFileSync(file, `#!/usr/bin/env node\n${text}`);
  chmodSync(file, 0o755);
}

export default defineConfig([
  host("node", { ...ENTRIES, cli: "ts/cli/main.ts" }, makeExecutable),
  host("browser", ENTRIES, copyFiles),
  workers,
  host("node", ENGINE),
  host("browser", ENGINE),
  host("node", REPORT),
  host("browser", REPORT),
]);
