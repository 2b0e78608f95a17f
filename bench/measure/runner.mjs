/**
 * A contestant on its way through the rounds of a net: its process, what it said of itself, its rounds, its failure.
 *
 * A process stays for all rounds, or is started anew for each where two builds are compared (rounds.mjs).
 */
import { Child } from "./child.mjs";
import { peakMemory } from "./processes.mjs";
import { commandOf, settingsOf } from "./start.mjs";

/** Slow peers take minutes for the first step, and compilers for the first call. */
const PREPARE_SECONDS = 1200;

/** @typedef {import("../contestants.mjs").Entry} Entry */

export class Runner {
  /** @type {import("./statistics.mjs").Round[]} */
  rounds = [];
  /** Why it takes no further part, or "". */
  failure = "";
  version = "";
  /** From the start of its first process to the end of warm-up. */
  prepareSeconds = 0;
  /** @type {number | null} */
  #peakMemoryMB = null;
  /** @type {Child | null} */
  #child = null;
  #settings;
  #threads;

  /**
   * @param {Entry} entry
   * @param {Parameters<typeof settingsOf>[1]} section
   */
  constructor(entry, section) {
    this.entry = entry;
    this.id = entry.id;
    this.pair = entry.pair;
    this.#settings = settingsOf(entry, section);
    this.#threads = entry.threads ?? section.threads;
  }

  /** The running process. */
  get child() {
    if (this.#child === null) throw new Error(`${this.id}: has not been started`);
    return this.#child;
  }

  /** What its rounds count. */
  get unit() {
    return this.#settings.mode === "start" ? "starts/s" : "images/s";
  }

  /** Starts its process and has it prepared; sets `failure` when it cannot be. */
  async start() {
    const started = performance.now();
    this.#child = new Child(commandOf(this.entry, this.#threads, this.#settings.mode));
    try {
      const { trainable, version } = await this.child.ask({ cmd: "prepare", ...this.#settings }, PREPARE_SECONDS);
      this.version = this.entry.origin === undefined ? version : `${version}, ${this.entry.origin}`;
      const expected = this.#settings.trainable;
      if (trainable !== expected) {
        throw new Error(`has ${trainable} trainable parameters, expected ${expected}: not the same net`);
      }
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      await this.child.quit();
    }
    this.prepareSeconds ||= (performance.now() - started) / 1000;
  }

  async restart() {
    await this.quit();
    await this.start();
  }

  /** Highest of all its processes so far. */
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
