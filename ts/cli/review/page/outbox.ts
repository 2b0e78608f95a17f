/**
 * Decisions on their way to the server: kept until it says that they are on the disk, sent again when it did not answer, and sent
 * at once when the page is closed. Numbered, so that one that arrives twice counts once.
 */
import type { ChangeView, Progress } from "../views.js";

/** A class for a row, and what was said of it before. */
export interface Given {
  readonly row: number;
  readonly label: string;
  readonly was: string | null;
}

/** That, or the last decision taken back. */
export type Wish = Given | { readonly undo: true };

/** What the server says of decisions that it has saved. */
export interface Saved {
  readonly changes: readonly ChangeView[];
  readonly progress: Progress;
}

/** Who wants to know. */
export interface OutboxEvents {
  /** Decisions are saved. */
  saved(saved: Saved): void;
  /** So many are not; `why` when the server does not answer or cannot write. */
  waiting(waiting: number, why: string | null): void;
  /** The server is another one, and will never take them. */
  refused(waiting: number): void;
}

/** What is said when nobody answers. */
export const GONE = "The server of this review does not answer";

const RETRY_MS = 1000;
/** Decisions in a request. */
const MOST = 500;

/** The decisions of this page that are not saved yet. */
export class Outbox {
  /** This page's name: the server counts its decisions by it. */
  readonly client = crypto.randomUUID();
  readonly #address: () => string;
  readonly #events: OutboxEvents;
  readonly #waiting: Wish[] = [];
  /** The number of the first one that waits. */
  #first = 0;
  /** So many of them may have reached the server. */
  #sent = 0;
  #isBusy = false;

  /** @param address where decisions are sent. */
  constructor(address: () => string, events: OutboxEvents) {
    this.#address = address;
    this.#events = events;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Adds one and sends it. */
  add(wish: Wish): void {
    this.#waiting.push(wish);
    this.#events.waiting(this.#waiting.length, null);
    void this.#send();
  }

  /** Takes back the last one, if it is a decision that the server cannot have seen; null where that is not so. */
  takeBack(): Given | null {
    const last = this.#waiting.at(-1);
    if (last === undefined || "undo" in last || this.#waiting.length <= this.#sent) return null;
    this.#waiting.pop();
    this.#events.waiting(this.#waiting.length, null);
    return last;
  }

  /** Sends all that waits, for a page that is about to be closed. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    this.#sent = Math.min(MOST, this.#waiting.length);
    void this.#post(this.#waiting.slice(0, MOST)).catch(() => undefined);
  }

  #post(wishes: readonly Wish[]): Promise<Response> {
    return fetch(this.#address(), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ client: this.client, first: this.#first, wishes }),
      keepalive: true,
    });
  }

  async #send(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      const wishes = this.#waiting.slice(0, MOST);
      this.#sent = Math.max(this.#sent, wishes.length);
      const answer = await this.#post(wishes).catch(() => null);
      if (answer?.status === 403) {
        this.#events.refused(this.#waiting.length);
        break;
      }
      const saved = answer?.ok ? ((await answer.json().catch(() => null)) as Saved | null) : null;
      if (saved === null) {
        const why =
          answer === null || answer.ok
            ? "The server of this review does not answer"
            : await answer.text().catch(() => "");
        this.#events.waiting(this.#waiting.length, why.trim());
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      this.#waiting.splice(0, wishes.length);
      this.#first += wishes.length;
      this.#sent = Math.max(0, this.#sent - wishes.length);
      this.#events.waiting(this.#waiting.length, null);
      this.#events.saved(saved);
    }
    this.#isBusy = false;
  }
}
