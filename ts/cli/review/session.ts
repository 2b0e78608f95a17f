/**
 * A review under way: what was decided, made durable line by line and brought into the table when nobody types.
 *
 * Decisions go through one queue. Each counts once the journal has it; the table follows, whole, in pauses and at the end.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "#platform/atomic-write";
import { FashionWasmError } from "../../index.js";
import { watchFile } from "../watch-file.js";
import { type Answers, REVIEWED } from "./columns.js";
import { Journal } from "./journal.js";
import { changed, type Decision, heldBy, journalOf, type Left } from "./left.js";
import { sha256, type Table } from "./table.js";

/** A wish of a page: a class for a row, or to take the last one back. */
export type Wish = { readonly row: number; readonly label: string } | { readonly undo: true };

/** A row, and what is said of it now. */
export interface Change {
  readonly row: number;
  readonly label: string | null;
  readonly undo: boolean;
}

/** A pause after which the table is written, and how much longer than the last writing it must be. */
const PAUSE_MS = 2000;
const PATIENCE = 10;

/** Decisions on a table. */
export class Session {
  readonly table: Table;
  readonly answers: Answers;
  /** The class of each row, -1 where nobody has looked. */
  readonly reviewed: Int32Array;
  /** Told of every change. */
  onChange: (changes: readonly Change[], client: string) => void = () => undefined;
  /** Told when the table cannot be written, or can be again. */
  onTrouble: () => void = () => undefined;

  readonly #journal: Journal;
  readonly #places: ReadonlyMap<string, number>;
  /** What can be taken back, the last one last. */
  readonly #history: { readonly row: number; readonly was: string | null }[] = [];
  /** The last wish of each page, by which a repeated one is known. */
  readonly #last = new Map<string, number>();
  #queue: Promise<unknown> = Promise.resolve();
  #writing: Promise<void> = Promise.resolve();
  /** The table on the disk: its content, whether it is still the file that was written, and the decisions that it holds. */
  #content: string;
  #isSame: () => boolean;
  #held: number;
  #trouble: FashionWasmError | null = null;
  #isOver = false;
  #timer: NodeJS.Timeout | undefined;
  #writingMs = 0;

  private constructor(table: Table, answers: Answers, journal: Journal, isSame: () => boolean, held: number) {
    this.table = table;
    this.answers = answers;
    this.reviewed = answers.reviewed;
    this.#places = new Map(answers.classNames.map((name, place) => [name, place]));
    this.#journal = journal;
    this.#content = table.sha256;
    this.#isSame = isSame;
    this.#held = held;
  }

  /**
   * Starts one, with what an earlier one left.
   *
   * @param isSame whether the file of the table is still the one that was read.
   * @throws FashionWasmError IO; DATA_MISMATCH where the table has changed since.
   */
  static async start(table: Table, answers: Answers, left: Left | null, isSame: () => boolean): Promise<Session> {
    const held = left === null ? 0 : heldBy(table, left);
    const journal = await Journal.start(journalOf(table.path), table, left);
    const session = new Session(table, answers, journal, isSame, held);
    for (const [i, { row, label, was, undo }] of (left?.decisions ?? []).entries()) {
      if (undo) session.#history.pop();
      else session.#history.push({ row, was });
      if (i >= held) session.#set(row, label);
    }
    return session;
  }

  /** Whether all decisions are in the table; else the journal has the rest. */
  get isWritten(): boolean {
    return this.#held === this.#journal.decisions;
  }

  /** Why the table cannot be written; null where it can. */
  get trouble(): FashionWasmError | null {
    return this.#trouble;
  }

  get canUndo(): boolean {
    return this.#history.length > 0;
  }

  /** Notes who has the table, for another process that wants it. */
  running(session: string, port: number): Promise<void> {
    return this.#journal.running({ session, port });
  }

  /**
   * Takes the wishes of a page in their order; resolves with what they changed when that is durable.
   *
   * @param first the number of the first one; those that the page has sent before are left out.
   * @throws FashionWasmError IO, or DISPOSED where the review has ended; and none was taken.
   */
  take(
    wishes: readonly Wish[],
    { client, first }: { readonly client: string; readonly first: number },
  ): Promise<Change[]> {
    return this.#inTurn(async () => {
      if (this.#isOver) throw new FashionWasmError("DISPOSED", "the review has ended");
      const known = (this.#last.get(client) ?? -1) + 1;
      const news = wishes.slice(Math.max(0, known - first));
      if (news.length === 0) return [];
      const history = [...this.#history.slice(-news.length)];
      const base = this.#history.length - history.length;
      const now = new Map<number, string | null>();
      const said = (row: number) => (now.has(row) ? (now.get(row) as string | null) : this.labelOf(row));
      const decisions: Decision[] = [];
      for (const wish of news) {
        const change = "undo" in wish ? history.pop() : undefined;
        if ("undo" in wish && change === undefined) continue;
        const { row, label } = "undo" in wish ? { row: change?.row ?? 0, label: change?.was ?? null } : wish;
        const was = said(row);
        if (!("undo" in wish)) history.push({ row, was });
        now.set(row, label);
        decisions.push({ row, label, was, undo: "undo" in wish, image: this.answers.answer(row).image });
      }
      if (decisions.length > 0) await this.#journal.add(decisions);
      this.#history.splice(base, Number.POSITIVE_INFINITY, ...history);
      this.#last.set(client, first + wishes.length - 1);
      for (const { row, label } of decisions) this.#set(row, label);
      const changes = decisions.map(({ row, label, undo }) => ({ row, label, undo }));
      if (changes.length > 0) {
        this.onChange(changes, client);
        this.#writeSoon();
      }
      return changes;
    });
  }

  /** The class a person gave; null where nobody has looked. */
  labelOf(row: number): string | null {
    return this.answers.classNames[this.reviewed[row] as number] ?? null;
  }

  /** Writes the table, removes the journal if that holds nothing more, and ends. Returns why it could not be written, or null. */
  async end(): Promise<FashionWasmError | null> {
    this.#isOver = true;
    await this.#queue;
    clearTimeout(this.#timer);
    await this.#write();
    clearTimeout(this.#timer);
    await this.#journal.close({ remove: this.isWritten });
    return this.isWritten ? null : this.#trouble;
  }

  #set(row: number, label: string | null): void {
    this.reviewed[row] = label === null ? -1 : (this.#places.get(label) as number);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #writeSoon(): void {
    clearTimeout(this.#timer);
    const pause = Math.max(PAUSE_MS, PATIENCE * this.#writingMs);
    this.#timer = setTimeout(() => void this.#write(), pause).unref();
  }

  /** Writes the table, after a writing that is under way; decisions go on meanwhile. */
  #write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#writeTable());
    return this.#writing;
  }

  /**
   * Brings what is decided into the table, unless somebody else has changed it. A decision of this moment may be in it or not: it
   * counts as one that is not, and bringing it in twice changes nothing.
   */
  async #writeTable(): Promise<void> {
    if (this.isWritten) return;
    const before = this.#trouble;
    const began = performance.now();
    const decisions = this.#journal.decisions;
    const { table } = this;
    try {
      await this.#checkUnchanged();
      const hash = createHash("sha256");
      let content = "";
      const pieces = table.withColumn(REVIEWED, (row) => this.labelOf(row));
      const journal = this.#journal;
      const check = () => this.#checkUnchanged();
      await writeFileAtomic(
        table.path,
        (async function* () {
          for await (const piece of pieces) {
            hash.update(piece);
            yield piece;
          }
          content = hash.digest("hex");
          await check();
          await journal.mark({ sha256: content, decisions });
        })(),
      );
      this.#isSame = watchFile(table.path);
      this.#content = content;
      this.#held = decisions;
      this.#trouble = null;
    } catch (error) {
      this.#trouble = error as FashionWasmError;
    }
    this.#writingMs = performance.now() - began;
    if ((before === null) !== (this.#trouble === null)) this.onTrouble();
    if (this.#trouble !== null) this.#writeSoon();
  }

  async #checkUnchanged(): Promise<void> {
    if (this.#isSame()) return;
    // Touched, or copied over itself.
    const now = await readFile(this.table.path).catch(() => null);
    if (now === null || sha256(now) !== this.#content) throw changed(this.table.path, this.#journal.decisions);
    this.#isSame = watchFile(this.table.path);
  }
}
