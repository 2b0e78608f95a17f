/**
 * Where Fashion-MNIST is looked for: the place a user named, an environment variable, the system, the cache, the net.
 *
 * A place that was named is the place: if the data is not there, that is an error, not a reason to look elsewhere.
 * Names and hashes of the files: fashion-mnist-files.ts; the download: fashion-mnist-download.ts.
 */
import {
  cacheFolder,
  environmentVariable,
  listFolder,
  locate,
  noPlace,
  pathInfo,
  readBytes,
  systemDataFolders,
  whyMissing,
} from "#platform/files";
import { FashionWasmError } from "../errors.js";
import { noAddress } from "../platform/address.js";
import { fetchBytes, fetchChunks } from "../platform/fetch.js";
import { sampleFiles } from "../platform/packaged/sample.js";
import { readPackaged } from "../platform/read-packaged.js";
import { fileSettings } from "../wasm/file-settings.js";
import { classFinder } from "./class-names.js";
import { fashionMnistClassNames } from "./fashion-mnist-classes.js";
import { type DownloadOptions, downloadFashionMnist } from "./fashion-mnist-download.js";
import { type FashionMnistFile, publishedFiles } from "./fashion-mnist-files.js";
import {
  csvParts,
  type FileReader,
  folderParts,
  idxParts,
  type Part,
  type PartLoader,
  tableNames,
} from "./fashion-mnist-parts.js";
import { foldersIn } from "./folder-files.js";
import { DEFAULT_MAX_BYTES } from "./limits.js";

/** A place that has both parts, and how to read them. */
export interface Place {
  /** Its name for people. */
  readonly origin: string;
  readonly load: PartLoader;
}

/**
 * The place where the data is: `data` if given, else the first that has all four files, else a download.
 *
 * Errors: DATA_NOT_FOUND, DOWNLOAD_FAILED, IO, the signal's reason.
 */
export async function findFashionMnist(data: string | URL | undefined, options: DownloadOptions): Promise<Place> {
  if (data !== undefined) return open(data, "", options.signal);
  const name = "FASHION_WASM_DATA";
  const variable = environmentVariable(name);
  if (variable !== undefined) return open(variable, ` (from the environment variable ${name})`, options.signal);

  const cache = cacheFolder();
  const download = cache === null ? undefined : `${cache}/fashion-mnist`;
  for (const folder of [...systemDataFolders, ...(download === undefined ? [] : [download])]) {
    if ((await missingFiles(folder)).length === 0) return inFolder(folder, options.signal);
  }
  if (download === undefined) {
    throw new FashionWasmError("DATA_NOT_FOUND", `loadFashionMnist: ${noPlace()}`);
  }
  await downloadFashionMnist(download, options);
  return inFolder(download, options.signal);
}

/** The place a user named; `source` says how, for messages. */
async function open(data: string | URL, source: string, signal: AbortSignal | undefined): Promise<Place> {
  if (data === "sample") return sample(signal);
  const place = locate(data, `loadFashionMnist${source}`);
  if (place.kind === "url" && /^(data|blob):$/.test(place.url.protocol)) {
    throw noAddress(`loadFashionMnist${source}`, String(data), "is the URL of one file → give that of a folder");
  }
  if (place.kind === "url") return atUrl(place.url, signal);
  const { path } = place;
  const info = await pathInfo(path);
  if (info?.kind !== "folder") {
    throw notFound(`${path}${source} ${info === null ? `does not exist${whyMissing(path)}` : "is not a folder"}`);
  }
  const missing = await missingFiles(path);
  if (missing.length === 0) return inFolder(path, signal);
  if (missing.length === publishedFiles.length) {
    const tables = await tablesIn(path);
    if (tables !== null) return { origin: path, load: csvParts(async (part) => tables[part], signal) };
    if (await hasImageFolders(path)) return { origin: path, load: folderParts(path, signal) };
  }
  const lacks = missing.length === publishedFiles.length ? "none of the four files" : `no ${missing.join(", no ")}`;
  const names = await listFolder(path);
  const holds = names.length === 0 ? "nothing" : `${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}`;
  throw notFound(`${path}${source} has ${lacks}; it holds ${holds}`);
}

function notFound(what: string): FashionWasmError {
  const files = publishedFiles.map(({ name }) => name).join(", ");
  return new FashionWasmError(
    "DATA_NOT_FOUND",
    `loadFashionMnist: ${what} → name the folder with ${files} (each as .gz or unpacked), or with ${tableNames.train} and ${tableNames.test}, or with the folders train and test of images, or use "sample"`,
  );
}

async function missingFiles(folder: string): Promise<FashionMnistFile[]> {
  const paths = await Promise.all(publishedFiles.map(({ name }) => pathOf(folder, name)));
  return publishedFiles.map(({ name }) => name).filter((_, i) => paths[i] === null);
}

/** Kaggle's two tables, if both are there. */
async function tablesIn(folder: string): Promise<Record<Part, string> | null> {
  const [train, test] = await Promise.all([pathOf(folder, tableNames.train), pathOf(folder, tableNames.test)]);
  return train === null || test === null ? null : { train, test };
}

/** Two folders whose own are named as `dataset.fromFolder` takes the classes: any others are another data set. */
async function hasImageFolders(folder: string): Promise<boolean> {
  const numberOf = classFinder(fashionMnistClassNames);
  for (const part of ["train", "test"]) {
    const inside = `${folder}/${part}`;
    if ((await pathInfo(inside))?.kind !== "folder") return false;
    const names = await foldersIn(inside);
    if (names.length === 0 || names.some((name) => numberOf(name) === undefined)) return false;
  }
  return true;
}

/** The file as .gz, else unpacked, else null. */
async function pathOf(folder: string, name: string): Promise<string | null> {
  for (const path of [`${folder}/${name}.gz`, `${folder}/${name}`]) {
    if ((await pathInfo(path))?.kind === "file") return path;
  }
  return null;
}

function inFolder(folder: string, signal: AbortSignal | undefined): Place {
  const read: FileReader = async (name) => {
    const place = (await pathOf(folder, name)) ?? `${folder}/${name}`;
    return { bytes: await readBytes(place, { maxBytes: DEFAULT_MAX_BYTES, ...(signal && { signal }) }), place };
  };
  return { origin: folder, load: idxParts(read, signal) };
}

/** A URL's folder cannot be listed: what it lacks is known once it was asked for. */
function atUrl(base: URL, signal: AbortSignal | undefined): Place {
  const options = { maxBytes: DEFAULT_MAX_BYTES, ...(signal && { signal }) };
  const folder = new URL(base);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  const addresses = (name: string) => [new URL(`${name}.gz`, folder).href, new URL(name, folder).href];
  const read: FileReader = async (name) => {
    for (const place of addresses(name)) {
      const bytes = await fetchBytes(place, options);
      if (bytes !== null) return { bytes, place };
    }
    throw notFound(`${folder.href} has neither ${name}.gz nor ${name}`);
  };
  const idx = idxParts(read, signal);
  const table = csvParts(async (part) => {
    for (const place of addresses(tableNames[part])) {
      const chunks = await fetchChunks(place, options);
      if (chunks !== null) return Object.assign(chunks, { name: place });
    }
    throw notFound(`${folder.href} has neither the four files nor ${tableNames[part]}`);
  }, signal);
  const isMissing = (error: unknown) => error instanceof FashionWasmError && error.code === "DATA_NOT_FOUND";
  const load: PartLoader = (part) =>
    idx(part).catch((error) => (isMissing(error) ? table(part) : Promise.reject(error)));
  return { origin: base.href, load };
}

function sample(signal: AbortSignal | undefined): Place {
  const read: FileReader = async (name) => {
    const bytes = await readPackaged(fileSettings().base, sampleFiles[`${name}.gz`], signal && { signal });
    return { bytes, place: `${name}.gz` };
  };
  return {
    origin:
      "the sample in fashion-wasm (500 training and 100 test images): results on it are not comparable with results on Fashion-MNIST",
    load: idxParts(read, signal),
  };
}
