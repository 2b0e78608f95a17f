/**
 * What makes a second set-up free: a manifest of input hashes.
 *
 * A step names its inputs (files, folders, and anything else as text) and its outputs. It is up to date when
 * the hash over the contents of its inputs is the one noted after its last success and every output exists.
 * The manifest is one JSON file in the repository, never committed, written by rename so that an interruption
 * leaves the old one.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

/**
 * @typedef {object} Inputs
 * @property {string[]} paths files and folders, absolute or relative to `root`; a missing one counts as missing
 * @property {string[]} [text] anything else that decides the outputs: versions, flags
 * @property {(path: string) => boolean} [ignore] files and folders to leave out, by path relative to `root`
 */

/**
 * SHA-256 over the contents and names of all inputs, as hex.
 * @param {string} root
 * @param {Inputs} inputs
 */
export function hashInputs(root, { paths, text = [], ignore = () => false }) {
  const hash = createHash("sha256");
  for (const piece of text) hash.update(`text ${JSON.stringify(piece)}\n`);
  for (const path of paths) {
    for (const file of filesIn(root, join(root, path), ignore)) {
      const content = readFileSync(file);
      hash.update(`file ${JSON.stringify(relative(root, file).split(sep).join("/"))} ${content.length}\n`);
      hash.update(content);
    }
  }
  return hash.digest("hex");
}

/**
 * All files of a path in a fixed order.
 * @param {string} root
 * @param {string} path
 * @param {(path: string) => boolean} ignore
 * @returns {string[]}
 */
function filesIn(root, path, ignore) {
  if (!existsSync(path) || ignore(relative(root, path).split(sep).join("/"))) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(root, join(path, name), ignore));
}

/** The notes of which step was last done with which inputs. */
export class Manifest {
  /** @type {Record<string, string>} */
  #hashes = {};

  /** @param {string} file where the notes are kept; an unreadable file counts as empty */
  constructor(file) {
    this.file = file;
    try {
      const read = JSON.parse(readFileSync(file, "utf8"));
      if (read !== null && typeof read === "object" && !Array.isArray(read)) this.#hashes = read;
    } catch {
      this.#hashes = {};
    }
  }

  /**
   * True when `name` was last done with inputs of this hash and all its outputs are there.
   * @param {string} name
   * @param {string} hash
   * @param {string[]} outputs absolute paths
   */
  isCurrent(name, hash, outputs) {
    return this.#hashes[name] === hash && outputs.every((path) => existsSync(path));
  }

  /**
   * Notes that `name` has been done; call it after success only.
   * @param {string} name
   * @param {string} hash
   */
  note(name, hash) {
    this.#hashes[name] = hash;
    this.#write();
  }

  /**
   * Forgets `name`, before work that replaces its outputs: were it to end half-way, they would be taken for those of the inputs
   * that were noted.
   * @param {string} name
   */
  forget(name) {
    if (this.#hashes[name] === undefined) return;
    delete this.#hashes[name];
    this.#write();
  }

  #write() {
    const temporary = `${this.file}.${process.pid}.tmp`;
    writeFileSync(temporary, `${JSON.stringify(this.#hashes, null, 2)}\n`);
    renameSync(temporary, this.file);
  }
}
