/**
 * Sets of examples for the model for photos, made by two processes side by side and kept in a folder, so that a run that was
 * stopped goes on. Run as a process of its own it makes one slice.
 *
 *   node scripts/photo-model/examples.mjs FILE START END FIRST STRANGERS
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const own = fileURLToPath(import.meta.url);

/** @returns {Promise<typeof import("fashion-wasm")>} */
export async function packageApi() {
  return import(new URL("../../dist/node/index.js", import.meta.url).href);
}

/**
 * Pixels and labels of one round: all images, and behind each slice its strangers.
 * @param {string} folder where slices are kept
 * @param {{ round: number, count: number, strangers: number, slices: number }} options
 */
export async function examples(folder, { round, count, strangers, slices }) {
  mkdirSync(folder, { recursive: true });
  const size = Math.ceil(count / slices);
  const files = Array.from({ length: slices }, async (_, i) => {
    const [start, end] = [i * size, Math.min(count, (i + 1) * size)];
    const file = join(folder, `round-${round}-${start}-${end}.bin`);
    if (!existsSync(file)) await slice([file, start, end, round * count + start, strangers].map(String));
    return readFileSync(file);
  });
  const parts = (await Promise.all(files)).map((bytes) => {
    const images = bytes.length / 785;
    return { pixels: bytes.subarray(0, images * 784), labels: bytes.subarray(images * 784) };
  });
  return {
    images: new Uint8Array(Buffer.concat(parts.map(({ pixels }) => pixels))),
    labels: new Uint8Array(Buffer.concat(parts.map(({ labels }) => labels))),
  };
}

/** @param {string[]} args */
function slice(args) {
  const child = spawn(process.execPath, [own, ...args], { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve(undefined) : reject(new Error(`a slice ended with ${code}`))));
  });
}

if (process.argv[1] === own) {
  const [file = "", start, end, first, strangers] = process.argv.slice(2);
  const { loadFashionMnist, photoExamples } = await packageApi();
  const { train } = await loadFashionMnist();
  const images = train.slice(Number(start), Number(end));
  const made = await photoExamples(images, { first: Number(first), strangers: Number(strangers) });
  const labels = Uint8Array.from(made.labels ?? []);
  writeFileSync(
    `${file}.part`,
    Buffer.concat([Buffer.from(/** @type {Uint8Array} */ (made.images)), Buffer.from(labels)]),
  );
  renameSync(`${file}.part`, file);
}
