/**
 * The photos that every contestant classifies: those of a folder, or ones that are made once and kept in the cache.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashInputs } from "../../scripts/setup/manifest.mjs";
import { cacheFolder, root } from "../../scripts/setup/paths.mjs";
import { step } from "../../scripts/setup/report.mjs";
import { run } from "../../scripts/setup/run.mjs";
import { photosPython } from "../install/peers.mjs";
import { dataFolder } from "../measure/data.mjs";
import { BenchError } from "../options.mjs";
import { DEFAULT_COUNT } from "./options.mjs";

/**
 * @typedef {object} Photos
 * @property {string} folder
 * @property {string[]} files paths, in the order of their names
 * @property {number} bytes of all files
 * @property {(number | null)[] | null} labels what each shows; null for all or for one that no table tells
 */

/**
 * @param {Pick<import("./options.mjs").Options, "photos" | "count">} options
 * @returns {Promise<Photos>}
 */
export async function findPhotos({ photos, count }) {
  return photos === null ? photosIn(await madePhotos(count ?? DEFAULT_COUNT), count) : photosIn(photos, count);
}

/**
 * The first photos of a folder.
 * @param {string} folder
 * @param {number | null} count null for all
 * @returns {Photos}
 */
export function photosIn(folder, count) {
  const found = namesIn(folder).filter((name) => /\.jpe?g$/i.test(name));
  if (found.length === 0) throw new BenchError(`--photos ${folder}: holds no .jpg → give a folder of JPEG files`);
  if (found.length < (count ?? 0)) {
    throw new BenchError(`--count ${count}: ${folder} holds ${found.length} photos → give ${found.length} or less`);
  }
  const names = found.sort().slice(0, count ?? found.length);
  const files = names.map((name) => join(folder, name));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  return { folder, files, bytes, labels: labelsOf(join(folder, "photos.csv"), names) };
}

/** @param {string} folder */
function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BenchError(`--photos ${folder}: cannot be read (${reason}) → give a folder of JPEG files`);
  }
}

/**
 * Reads the table that scripts/photos writes; no cell of it holds a comma.
 * @param {string} table
 * @param {readonly string[]} names
 */
function labelsOf(table, names) {
  if (!existsSync(table)) return null;
  const [head = [], ...rows] = readFileSync(table, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const [file, label] = [head.indexOf("file"), head.indexOf("label_number")];
  if (file < 0 || label < 0) {
    throw new BenchError(`${table}: has the columns ${head.join(", ")} → expected file and label_number among them`);
  }
  const known = new Map(rows.map((row) => [row[file], Number(row[label])]));
  return names.map((name) => known.get(name) ?? null);
}

/**
 * Makes the photos if they are not there, and says where they are.
 * @param {number} count
 */
async function madePhotos(count) {
  const sources = hashInputs(root, {
    paths: ["scripts/photos", "bench/photos/make_photos.py", "bench/photos/requirements.txt"],
    // Of scripts/photos only what draws these photos.
    ignore: (path) =>
      /^scripts\/photos\/./.test(path) && !/^scripts\/photos\/(?!strangers|make|sheet)\w+\.py$/.test(path),
    text: [String(count)],
  });
  const folder = join(cacheFolder(), "bench-photos", sources.slice(0, 16));
  const note = join(folder, "made-from.txt");
  if (existsSync(note) && readFileSync(note, "utf8") === sources) return folder;
  const python = photosPython();
  if (python === "") {
    throw new BenchError(
      "the photos are made in the peers' Python, which is not installed → node bench/photos/run.mjs --install, or --photos",
    );
  }
  const data = dataFolder();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const [images, labels] = ["images-idx3", "labels-idx1"].map((part) => join(data, `t10k-${part}-ubyte.gz`));
  await step(`${count} photos of 800 × 800 pixels (once, about ${Math.ceil(count / 10)} s)`, () =>
    run(python, [join(root, "bench/photos/make_photos.py"), `${images}`, `${labels}`, String(count), folder], {
      env: { ...process.env, OPENBLAS_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
      name: "make_photos.py",
    }),
  );
  writeFileSync(note, sources);
  return folder;
}
