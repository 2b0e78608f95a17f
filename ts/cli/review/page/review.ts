/**
 * A review on the page: which photo is shown, what is decided of it, and how one gets to the next.
 *
 * What a person pressed is shown at once; that it is saved, only when the server has said so (outbox.ts).
 */
import type { ChangeView, Progress, RowView, Start } from "../views.js";
import { Messages } from "./messages.js";
import { GONE, Outbox, type Saved } from "./outbox.js";
import { addressOf, obstacle, whyMissing } from "./picture.js";
import type { View, WALK_NAMES } from "./view.js";
import { WalkAhead } from "./walk.js";

/** A way through the photos. */
export type Walk = keyof typeof WALK_NAMES;

const RETRY_MS = 1000;

/** The review of this page. */
export class Review {
  readonly messages: Messages;
  readonly outbox: Outbox;
  readonly #view: View;
  readonly #start: Start;
  /** What is said of rows, as far as this page knows: the server may not have been told yet. */
  readonly #known = new Map<number, string | null>();
  #walk: Walk = "doubtful";
  #ahead: WalkAhead;
  #current: RowView | null = null;
  /** The place of the photo that is shown, or was shown last; after the last one when all are decided. */
  #place = -1;
  /** Rises with each move: an answer for an earlier one is too late. */
  #moves = 0;
  #isOver = false;

  constructor(view: View, start: Start) {
    this.#view = view;
    this.#start = start;
    this.messages = new Messages(view);
    this.#ahead = this.#walkAhead();
    this.outbox = new Outbox(() => `decisions?walk=${this.#walk}`, {
      saved: (saved) => this.#saved(saved),
      waiting: (waiting, why) => {
        this.messages.sayWaiting(waiting);
        if (why !== null) this.messages.stalled(why, waiting);
      },
      refused: () => this.end("The review of this page has ended. Open the address that the terminal shows now."),
    });
  }

  /** Goes a way from its beginning. */
  begin(walk: Walk, said = ""): void {
    this.#walk = walk;
    this.#ahead = this.#walkAhead();
    void this.#next(-1, said);
    this.refresh();
  }

  get walk(): Walk {
    return this.#walk;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Gives the photo that is shown a class, and goes on. */
  decide(label: string): void {
    const row = this.#current;
    if (this.#isOver || this.#place === this.#photos) return;
    const why =
      row === null ? "The next photo is not there yet." : obstacle(row, this.#addressOf(row), this.#view.shot);
    if (row === null || why !== "") {
      this.messages.say(why);
      return;
    }
    this.#known.set(row.row, label);
    this.outbox.add({ row: row.row, label, was: row.reviewed });
    void this.#next(row.position, label === row.topK[0]?.label ? `${label} confirmed.` : `${label}.`);
  }

  /** Gives it the model's label. */
  confirm(): void {
    const label = this.#current?.topK[0]?.label;
    if (label !== undefined) this.decide(label);
    else if (this.#current !== null) this.messages.say("There is no label to confirm: give a class, or skip.");
  }

  /** Goes on without a decision. */
  skip(): void {
    if (this.#current !== null) void this.#next(this.#current.position, "Skipped.");
  }

  /** Takes the last decision back and shows its photo. */
  undo(): void {
    const taken = this.outbox.takeBack();
    // One that the server may have seen is its to take back.
    if (taken === null) this.outbox.add({ undo: true });
    else this.#takenBack({ row: taken.row, label: taken.was, undo: true });
  }

  /** Goes one photo back or forth, decided or not. */
  step(by: 1 | -1): void {
    const to = this.#place + by;
    if (to < 0 || to >= this.#photos) {
      this.messages.say(by < 0 ? "This is the first photo." : "This is the last photo.");
      return;
    }
    this.#ahead.from(to + 1);
    void this.#move(() => this.#ahead.at(to), "");
  }

  /** Takes what another page has decided. */
  changed(changes: readonly ChangeView[]): void {
    for (const { row, label } of changes) {
      this.#known.set(row, label);
      if (this.#current?.row !== row) continue;
      this.#current = { ...this.#current, reviewed: label };
      this.#view.showClasses(this.#current);
      this.messages.say(
        label === null ? "Another page has taken its decision on this photo back." : `Another page says ${label}.`,
      );
    }
  }

  /** Shows the progress as the server knows it. */
  refresh(): void {
    if (this.#isOver) return;
    void this.#ask(`progress?walk=${this.#walk}`)
      .then((progress) => this.#showProgress(progress as Progress))
      .catch(() => undefined);
  }

  /** Nothing can be decided any more. */
  end(why: string): void {
    this.#isOver = true;
    this.#moves += 1;
    this.#current = null;
    this.messages.over(why, this.outbox.waiting);
  }

  get #photos(): number {
    return this.#start.walks[this.#walk];
  }

  #addressOf(row: RowView): string | null {
    return addressOf(row, this.#start.remoteImages);
  }

  #walkAhead(): WalkAhead {
    return new WalkAhead(this.#walk, (path) => this.#ask(path), {
      isDecided: (row) => (this.#known.get(row) ?? null) !== null,
      address: (row) => this.#addressOf(row),
    });
  }

  /** The server's JSON, asked for until it answers; null where it has nothing. Rejects when the review is over. */
  async #ask(path: string): Promise<unknown> {
    for (;;) {
      const answer = await fetch(path).catch(() => null);
      if (answer?.ok) return answer.json();
      if (answer?.status === 404) return null;
      if (answer?.status === 403 || this.#isOver) throw new Error("the review has ended");
      this.messages.stalled(GONE, this.outbox.waiting);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  #saved({ changes, progress }: Saved): void {
    const undone = changes.filter(({ undo }) => undo);
    for (const { row, label } of undone) this.#known.set(row, label);
    this.#showProgress(progress);
    const last = undone.at(-1);
    if (last !== undefined && this.outbox.waiting === 0) this.#takenBack(last);
    else if (changes.length === 0) this.messages.say("There is nothing to take back.");
  }

  #showProgress(progress: Progress): void {
    this.#view.showProgress(progress);
    this.messages.alarm(progress.trouble ?? "");
  }

  #takenBack({ row, label }: ChangeView): void {
    this.#known.set(row, label);
    const said = label === null ? "Taken back." : `Taken back: it is ${label} again.`;
    const find = async () => {
      const found = await this.#ahead.row(row);
      if (found !== null) this.#ahead.from(found.position + 1);
      return found;
    };
    void this.#move(find, said, () => void this.#next(-1, `${said} Its photo is not in this order.`));
  }

  #next(after: number, said: string): Promise<void> {
    return this.#move(
      () => this.#ahead.next(after),
      said,
      () => {
        this.#view.showDone(this.#walk);
        this.#place = this.#photos;
        this.messages.say(`${said} All photos are decided.`);
      },
    );
  }

  /** Shows what `find` finds, unless there is another move meanwhile. */
  async #move(find: () => Promise<RowView | null>, said: string, atNone = () => {}): Promise<void> {
    this.#moves += 1;
    const mine = this.#moves;
    this.#current = null;
    const row = await find().catch(() => null);
    if (mine !== this.#moves || this.#isOver) return;
    if (row === null) atNone();
    else this.#show(this.#known.has(row.row) ? { ...row, reviewed: this.#known.get(row.row) ?? null } : row, said);
  }

  #show(row: RowView, said: string): void {
    // Enter pressed once more would give the class that was meant for the photo before.
    if (this.#view.hasFocusOnClass()) this.#view.focusPhoto();
    this.#current = row;
    this.#place = row.position;
    const picture = this.#ahead.picture(row);
    this.#view.showRow(row, picture);
    this.messages.sayPhoto(row, this.#photos, said);
    const missing = () => void this.#missing(row);
    picture?.addEventListener("error", missing, { once: true });
    if (picture?.complete && picture.naturalWidth === 0) missing();
  }

  async #missing(row: RowView): Promise<void> {
    const why = await whyMissing(row);
    if (this.#current?.row !== row.row) return;
    this.#view.showMissing(why);
    this.messages.say(`The photo cannot be shown: ${why}. S skips it.`);
  }
}
