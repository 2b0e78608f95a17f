#!/usr/bin/env node
/**
 * Draws the sample that ships with the package (data/sample) from the real Fashion-MNIST files.
 *
 *   node scripts/sample/make.mjs [folder with the four .gz files] [output folder]
 *
 * 50 training and 10 test images of each class. An image is drawn when the SHA-256 of its part and position is among
 * the smallest of its class, and the images stand in the order of those hashes: no random generator, no state, and
 * with pako, whose output does not depend on the machine, the same bytes for everybody.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { gzip } from "pako";

const SEED = "fashion-wasm sample 1";
const CLASSES = 10;
const PER_CLASS = { train: 50, t10k: 10 };

const [from = "/usr/share/datasets/fashion-mnist", to = fileURLToPath(new URL("../../data/sample", import.meta.url))] =
  process.argv.slice(2);

mkdirSync(to, { recursive: true });
for (const [part, perClass] of Object.entries(PER_CLASS)) {
  const images = gunzipSync(readFileSync(join(from, `${part}-images-idx3-ubyte.gz`)));
  const labels = gunzipSync(readFileSync(join(from, `${part}-labels-idx1-ubyte.gz`))).subarray(8);
  const rank = Array.from(labels, (_, i) => createHash("sha256").update(`${SEED} ${part} ${i}`).digest("hex"));
  const byRank = [...labels.keys()].sort((a, b) => (rank[a] < rank[b] ? -1 : 1));
  const taken = new Array(CLASSES).fill(0);
  const drawn = byRank.filter((i) => taken[labels[i]]++ < perClass);

  const [rows, columns] = [images.readUInt32BE(8), images.readUInt32BE(12)];
  const size = rows * columns;
  const pixels = drawn.map((i) => images.subarray(16 + i * size, 16 + (i + 1) * size));
  save(`${part}-images-idx3-ubyte.gz`, [drawn.length, rows, columns], Buffer.concat(pixels));
  save(
    `${part}-labels-idx1-ubyte.gz`,
    [drawn.length],
    Uint8Array.from(drawn, (i) => labels[i]),
  );
}

/** Writes an IDX file of unsigned bytes, in gzip without a time or name. */
function save(name, shape, data) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((length, axis) => {
    header.writeUInt32BE(length, 4 + 4 * axis);
  });
  const file = gzip(Buffer.concat([header, data]), { level: 9 });
  writeFileSync(join(to, name), file);
  console.log(`${name}: [${shape.join(", ")}], ${file.length} bytes`);
}
