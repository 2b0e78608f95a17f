#!/usr/bin/env node
/**
 * How the classifier of photos does on sets of pictures that the other scripts of this folder make: simulated photos (make.py),
 * pictures without a garment (strangers.py), drawn garments (drawn.mjs); or on Fashion-MNIST's own test images. The package
 * must be built.
 *
 *   node scripts/photos/evaluate.mjs FOLDER|test-images [checkpoint for photos]
 *
 * The folder's table (photos.csv, strangers.csv or drawn.csv) says which set it is.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @type {typeof import("fashion-wasm")} */
const api = await import(new URL("../../dist/node/index.js", import.meta.url).href);
const [folder, model] = process.argv.slice(2);
const own = folder === "test-images";
const table = own
  ? "photos.csv"
  : ["photos.csv", "strangers.csv", "drawn.csv"].find((name) => folder && existsSync(join(folder, name)));
if (folder === undefined || table === undefined) {
  console.error("give a folder that make.py, strangers.py or drawn.mjs has made, or test-images");
  process.exit(2);
}

/** @typedef {Record<string, string>} Row */
/** @typedef {{ row: Row, answer: import("fashion-wasm").PhotoAnswer }} Answered */

/** A row of CSV without line breaks in its cells; cells may be quoted. @param {string} line */
const cells = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? (bare ?? "") : quoted.replaceAll('""', '"'),
  );
const images = own ? (await api.loadFashionMnist()).test : null;
const [header = "", ...lines] =
  images === null
    ? readFileSync(join(folder, table), "utf8").trim().split(/\r?\n/)
    : [
        "image,label",
        ...Array.from({ length: images.length }, (_, i) => `${i},${images.classNames?.[images.label(i)]}`),
      ];
const names = cells(header);
const rows = lines.map((line) => {
  const values = cells(line);
  return /** @type {Row} */ (Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""])));
});
/** What a canvas would have of a test image. @param {Uint8Array | Float32Array} tones */
const canvasOf = (tones) => ({
  width: 28,
  height: 28,
  data: Uint8ClampedArray.from([...tones].flatMap((tone) => [tone, tone, tone, 255])),
});
/** @param {Row} row @param {number} i */
const sourceOf = (row, i) => (images === null ? join(folder, row.file ?? "") : canvasOf(images.image(i)));

const classifier = await api.photoClassifier(model === undefined ? {} : { model });
/** @type {Answered[]} */
const answered = [];
let next = 0;
const work = async () => {
  for (let i = next++; i < rows.length; i = next++) {
    const row = /** @type {Row} */ (rows[i]);
    const { prepared, ...answer } = await classifier.classify(sourceOf(row, i));
    // Not the pictures of ten thousand photos.
    answered[i] = { row, answer: { ...answer, prepared: { ...prepared, pixels: new Uint8Array() } } };
    if ((i + 1) % 1000 === 0) console.error(`${i + 1} of ${rows.length}`);
  }
};
await Promise.all(Array.from({ length: 16 }, work));
await classifier.dispose();

const percent = (/** @type {number} */ part, /** @type {number} */ all) => `${((100 * part) / all).toFixed(2)} %`;
/** @param {Answered} answered */
const isRight = ({ row, answer }) => (row.label ?? "").split("|").includes(answer.label);

/** @param {string} name @param {readonly Answered[]} some */
function line(name, some) {
  if (some.length === 0) return;
  const right = some.filter(isRight).length;
  const { low, high } = api.wilsonInterval(right, some.length);
  const kept = some.filter(({ answer }) => !answer.review);
  const keptRight = kept.filter(isRight).length;
  console.log(
    [
      name.padEnd(34),
      String(some.length).padStart(6),
      percent(right, some.length).padStart(9),
      `(${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`.padStart(13),
      percent(kept.length, some.length).padStart(9),
      percent(keptRight, kept.length).padStart(9),
      percent(some.filter(({ answer }) => answer.reasons.includes("unlike any garment")).length, some.length).padStart(
        9,
      ),
    ].join(" "),
  );
}

/** @param {string} column */
const by = (column) => [...new Set(rows.map((row) => row[column] ?? ""))].sort();

if (table === "photos.csv") {
  console.log("photos".padEnd(34), " count     right  (95 %)        no review   right of it   unlike");
  line("all", answered);
  for (const column of ["part", "difficulty", "background", "view", "label"].filter((name) => names.includes(name))) {
    for (const value of by(column))
      line(
        `${column} ${value}`,
        answered.filter(({ row }) => row[column] === value),
      );
  }
  const plain = answered.filter(({ row }) => row.part === "plain");
  for (const value of by("background"))
    line(
      `plain, ${value}`,
      plain.filter(({ row }) => row.background === value),
    );
} else if (table === "strangers.csv") {
  console.log("flagged as unlike any garment");
  for (const kind of by("kind")) {
    const some = answered.filter(({ row }) => row.kind === kind);
    const flagged = some.filter(({ answer }) => answer.reasons.includes("unlike any garment"));
    console.log(kind.padEnd(34), String(some.length).padStart(6), percent(flagged.length, some.length).padStart(9));
  }
} else {
  for (const { row, answer } of answered) {
    const mark = isRight({ row, answer }) ? "right" : "WRONG";
    console.log(
      `${mark}  ${(row.file ?? "").padEnd(44)} ${(row.label ?? "").padEnd(24)} → ${answer.label.padEnd(12)} ${answer.probability.toFixed(2)} ${answer.reason ?? ""}`,
    );
  }
  line("all", answered);
}
process.exit(0);
