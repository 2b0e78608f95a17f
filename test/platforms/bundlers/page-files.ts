/**
 * The files of a page that tells the story, for projects of all tools.
 */
import { readFileSync } from "node:fs";

const fileAt = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

/** The modules that are the same in each project, in `folder`. */
export function storyFiles(folder = "."): Record<string, string> {
  return {
    [`${folder}/story.js`]: fileAt("./story.js"),
    [`${folder}/twenty-steps.js`]: fileAt("../../runtime/twenty-steps.js"),
    [`${folder}/one-photo.js`]: fileAt("../../runtime/one-photo.js"),
    [`${folder}/sixty-images.js`]: fileAt("../../runtime/sixty-images.js"),
  };
}

/** A page whose script is `script`, in `folder`, with the modules it imports. */
export function pageFiles({
  folder = ".",
  baseUrl,
}: {
  folder?: string;
  baseUrl?: string | undefined;
} = {}): Record<string, string> {
  const settings = baseUrl === undefined ? "" : `, { baseUrl: ${JSON.stringify(baseUrl)} }`;
  return {
    ...storyFiles(folder),
    [`${folder}/main.js`]: `import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { story } from "./story.js";

globalThis.runtime = { story: () => story(fashion, inference${settings}) };
`,
  };
}

/** The markup: a module script, or a classic one; with `imports`, what names of modules mean. */
export function markup({
  script,
  classic = false,
  imports,
}: {
  script: string;
  classic?: boolean;
  imports?: Readonly<Record<string, string>>;
}): string {
  const map = imports === undefined ? "" : `<script type="importmap">${JSON.stringify({ imports })}</script>\n`;
  const tag = classic ? `<script defer src="${script}"></script>` : `<script type="module" src="${script}"></script>`;
  return `<!doctype html>\n<meta charset="utf-8">\n<link rel="icon" href="data:,">\n${map}${tag}\n`;
}

/** What an import map says of the installed package under `base`, the address of the project's folder. */
export function importsFrom(base: string): Record<string, string> {
  const dist = `${base}/node_modules/fashion-wasm/dist/browser`;
  return { "fashion-wasm": `${dist}/index.js`, "fashion-wasm/inference": `${dist}/inference.js` };
}
