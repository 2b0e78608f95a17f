/**
 * The classifier of a server, opened anew when it has failed.
 *
 * One that fails by an engine's fault takes no further photo; those that it has under way end with it, and then it is
 * disposed of. Until the next is open, requests get 503. Where none can be opened the server has to end: `onLost`.
 */
import type { ClassifyOptions, PhotoAnswer, PhotoClassifier } from "../../index.js";
import { isFault, unavailable } from "./problem.js";

/** What is asked of a classifier. */
export type Asked = Pick<PhotoClassifier, "classNames" | "classify" | "dispose">;

/** A classifier, and how many photos it has under way. */
interface Opened {
  readonly classifier: Asked;
  photos: number;
}

/** The classifier of a server. */
export class ServingEngine {
  readonly classNames: readonly string[];
  /** How often it was opened anew. */
  restarts = 0;
  readonly #open: () => Promise<Asked>;
  readonly #onLost: (error: unknown) => void;
  #current: Opened | null;
  #disposed = false;

  /** @param onLost called with the error when no classifier can be opened any more. */
  constructor(first: Asked, open: () => Promise<Asked>, onLost: (error: unknown) => void) {
    this.classNames = first.classNames;
    this.#current = { classifier: first, photos: 0 };
    this.#open = open;
    this.#onLost = onLost;
  }

  /** Whether a photo can be classified now. */
  get isReady(): boolean {
    return this.#current !== null;
  }

  /** Classifies a photo. Errors: those of `classify`; 503 RESTARTING. */
  async classify(photo: Uint8Array, options: ClassifyOptions): Promise<PhotoAnswer> {
    const opened = this.#current;
    if (opened === null) throw unavailable("RESTARTING", "the classifier is opened anew → try again");
    opened.photos++;
    try {
      return await opened.classifier.classify(photo, options);
    } catch (error) {
      if (isFault(error) && this.#current === opened) this.#restart();
      throw error;
    } finally {
      opened.photos--;
      if (this.#current !== opened && opened.photos === 0) await dispose(opened);
    }
  }

  /** Ends the classifier; photos under way reject. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const opened = this.#current;
    this.#current = null;
    if (opened !== null) await dispose(opened);
  }

  #restart(): void {
    this.#current = null;
    if (this.#disposed) return;
    this.#open().then(
      (classifier) => {
        const opened = { classifier, photos: 0 };
        if (this.#disposed) return dispose(opened);
        this.restarts++;
        this.#current = opened;
      },
      (error: unknown) => this.#onLost(error),
    );
  }
}

/** What a classifier that has failed says at its end is of no use. */
function dispose({ classifier }: Opened): Promise<void> {
  return classifier.dispose().catch(() => undefined);
}
