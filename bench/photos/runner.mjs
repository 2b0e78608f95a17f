/**
 * A contestant on its way through the rounds of the photos: its process, labels, rounds, failure.
 */
import { root } from "../../scripts/setup/paths.mjs";
import { Child } from "../measure/child.mjs";
import { peakMemory } from "../measure/processes.mjs";
import { commandOf } from "./contestants.mjs";

/** All photos once, before the rounds. */
const PREPARE_SECONDS = 1200;

export class PhotosRunner {
  unit = "photos/s";
  /** @type {import("../measure/statistics.mjs").Round[]} */
  rounds = [];
  /** Why it takes no further part, or "". */
  failure = "";
  version = "";
  /** Its answer to each photo. @type {readonly number[]} */
  labels = [];
  /** @type {number | null} */
  #peakMemoryMB = null;
  /** @type {Child | null} */
  #child = null;
  #settings;

  /**
   * @param {import("../contestants.mjs").Entry} entry
   * @param {{ files: readonly string[], processes: number, underWay: number, checkpoint: string }} settings
   */
  constructor(entry, settings) {
    this.entry = entry;
    this.id = entry.id;
    this.pair = entry.pair;
    this.#settings = { ...settings, build: entry.build ?? root, ...entry.variant };
  }

  /** The running process. */
  get child() {
    if (this.#child === null) throw new Error(`${this.id}: has not been started`);
    return this.#child;
  }

  /** Starts its process and has it classify all photos once; sets `failure` when it cannot. */
  async start() {
    this.#child = new Child(commandOf(this.entry));
    try {
      const { version, labels } = await this.child.ask({ cmd: "prepare", ...this.#settings }, PREPARE_SECONDS);
      this.version = this.entry.origin === undefined ? version : `${version}, ${this.entry.origin}`;
      this.labels = labels;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      await this.child.quit();
    }
  }

  async restart() {
    await this.quit();
    await this.start();
  }

  /** Highest of all its processes so far, in MB. */
  peakMemoryMB() {
    const now = this.#child && peakMemory(this.#child.pid);
    if (now !== null) this.#peakMemoryMB = Math.max(now, this.#peakMemoryMB ?? 0);
    return this.#peakMemoryMB;
  }

  async quit() {
    this.peakMemoryMB();
    await this.#child?.quit();
  }
}
