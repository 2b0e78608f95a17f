/**
 * `fashion-wasm assets DIR`: copies what is fetched at run time, for bundlers that leave it behind, such as esbuild and Rollup.
 *
 * Made to be a line of a build script: what is right already is left alone, a new version of the package replaces the files
 * that an earlier copy left, and files of others are refused before anything is written.
 */
import { rm } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { writeFileAtomic } from "#platform/atomic-write";
import { makeFolder } from "#platform/files";
import { ENTRIES, type Entry } from "./asset-files.js";
import { LIST_NAME, listText } from "./asset-list.js";
import { type AssetPlan, planAssets } from "./asset-plan.js";
import { counted } from "./format.js";
import { watchSignals } from "./interruption.js";
import { printable } from "./printable.js";
import { prepareFolder, removeEmpty } from "./run-folder.js";
import { writeJson } from "./say.js";
import { print } from "./stdout.js";
import { packageVersion } from "./version.js";

/** The options of `fashion-wasm assets`. */
export interface AssetSettings {
  readonly folder: string;
  readonly entry?: Entry;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Copies, and prints what was done and the line to write; rejects with UsageError, FashionWasmError IO, or Interrupted. */
export async function copyAssets({ folder, entry, force, json }: AssetSettings): Promise<void> {
  const watch = watchSignals("before all files were copied");
  let made: readonly string[] = [];
  try {
    const plan = await watch.race(planAssets({ folder, entry, force }));
    made = await prepareFolder(folder, folder);
    const version = packageVersion();
    await watch.race(carryOut(plan, folder));
    const files = Object.fromEntries(plan.files.map(({ name, hash }) => [name, hash]));
    await writeFileAtomic(join(folder, LIST_NAME), listText({ version, files }));
    const done = summary(plan);
    const baseUrl = servedAs(folder);
    if (json) writeJson({ folder, version, ...done, baseUrl });
    else
      print(
        `${told({ folder, version, ...done })
          .concat(linesToWrite(folder, baseUrl, entry))
          .join("\n")}\n`,
      );
  } finally {
    watch.stop();
    removeEmpty(made);
  }
}

async function carryOut({ files, outdated }: AssetPlan, folder: string): Promise<void> {
  for (const { name, content, hash, found } of files) {
    if (found === hash) continue;
    const path = join(folder, name);
    await makeFolder(dirname(resolve(path)));
    await writeFileAtomic(path, content);
  }
  for (const name of outdated) await rm(join(folder, name), { force: true });
}

interface Summary {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
  readonly bytes: number;
}

function summary({ files, outdated }: AssetPlan): Summary {
  const names = (isThere: boolean) =>
    files.filter(({ hash, found }) => (found === hash) === isThere).map(({ name }) => name);
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  return { written: names(false), unchanged: names(true), removed: outdated, bytes };
}

function told({ folder, version, ...done }: Summary & { folder: string; version: string }): string[] {
  const { written, unchanged, removed, bytes } = done;
  const counts = [
    `${written.length} written`,
    unchanged.length > 0 ? `${unchanged.length} unchanged` : "",
    removed.length > 0 ? `${removed.length} removed` : "",
  ].filter((text) => text !== "");
  const all = counted(written.length + unchanged.length, "file");
  const size = (bytes / 1e6).toFixed(1);
  return [`${printable(folder)}: ${all} of fashion-wasm ${version}, ${size} MB (${counts.join(", ")})`];
}

/** What an app has to say, before it makes its first model. */
function linesToWrite(folder: string, baseUrl: string, entry: Entry | undefined): string[] {
  const from = entry === "inference" ? "fashion-wasm/inference" : ENTRIES[0];
  const beside = JSON.stringify(`./${encodeURIComponent(basename(resolve(folder)))}/`);
  return [
    `Before the first model, in a page, where the folder is served as ${baseUrl}:`,
    `  import { init } from ${JSON.stringify(from)};`,
    `  await init({ baseUrl: ${JSON.stringify(baseUrl)} });`,
    "in a bundle for Node, where the folder lies beside it:",
    `  await init({ baseUrl: new URL(${beside}, import.meta.url) });`,
  ];
}

/** Folders whose content most servers and frameworks serve as it lies there. */
const SERVED = ["public", "static"];

/** The address below which a folder is probably served: `web/public/wasm` → `/wasm/`, `dist/wasm` → `/wasm/`. */
function servedAs(folder: string): string {
  const parts = resolve(folder).split(sep);
  const place = Math.max(...SERVED.map((name) => parts.lastIndexOf(name)));
  const below = place === -1 ? parts.slice(-1) : parts.slice(place + 1);
  return `/${below.map((part) => `${encodeURIComponent(part)}/`).join("")}`;
}
