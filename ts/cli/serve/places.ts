/**
 * Places for images: so many are under way at the same time, so many wait, and for more there is no room.
 *
 * A request takes places for all its images at once, or none; each image gives its own back when its work has ended, also
 * where nobody waits for it any more, since a photo that is being prepared cannot be stopped.
 */
import { unavailable } from "./problem.js";

/** The places of a server. */
export class Places {
  readonly concurrency: number;
  readonly queue: number;
  #taken = 0;
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor({ concurrency, queue }: { readonly concurrency: number; readonly queue: number }) {
    this.concurrency = concurrency;
    this.queue = queue;
  }

  /** Images under way. */
  get running(): number {
    return this.#running;
  }

  /** Images that wait. */
  get waiting(): number {
    return this.#taken - this.#running;
  }

  /** Throws 503 BUSY where there is no room for so many images. */
  check(images: number): void {
    if (this.#taken + images <= this.concurrency + this.queue) return;
    throw unavailable("BUSY", "as many images are under way and wait as the server takes → try again");
  }

  /** Takes places; each must then be used once by {@link run}. Errors: 503 BUSY. */
  take(images: number): void {
    this.check(images);
    this.#taken += images;
  }

  /** Does an image's work when its turn has come. Errors: those of `work`; the signal's reason, if it aborts before. */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      await this.#turn(signal);
    } catch (error) {
      this.#taken--;
      throw error;
    }
    try {
      return await work();
    } finally {
      this.#taken--;
      this.#running--;
      this.#next();
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running >= this.concurrency) {
      await new Promise<void>((resolve, reject) => {
        const start = () => {
          signal.removeEventListener("abort", leave);
          this.#running++;
          resolve();
        };
        const leave = () => {
          this.#waiting.delete(start);
          reject(signal.reason);
        };
        signal.addEventListener("abort", leave, { once: true });
        this.#waiting.add(start);
      });
    } else this.#running++;
  }

  #next(): void {
    const [start] = this.#waiting;
    if (start === undefined || this.#running >= this.concurrency) return;
    this.#waiting.delete(start);
    start();
  }
}
