/**
 * The journal beside the table: each decision a line, on the disk before it is acknowledged.
 *
 * Writing a large table anew for each key press would take seconds, a line takes none. The table is written now and then, and the
 * journal then says which of its decisions that table holds (a mark), before the table takes its place. So whatever ends the
 * process, the next start knows what is left to do. When a review ends, the table holds all and the journal is removed.
 */
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import { writeFileAtomic } from "#platform/atomic-write";
import { ioError } from "#platform/io-error";
import { type Decision, FORMAT, type Left, type Mark, type Running } from "./left.js";

/** The journal of a running review. */
export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  /** Bytes of whole lines. */
  #length: number;
  /** Decisions in it. */
  #decisions: number;
  /** Lines go one after the other. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, length: number, decisions: number) {
    this.path = path;
    this.#file = file;
    this.#length = length;
    this.#decisions = decisions;
  }

  /** Starts a journal, or goes on with the one that is there. Errors: IO. */
  static async start(
    path: string,
    table: { readonly rows: number; readonly sha256: string },
    left: Left | null,
  ): Promise<Journal> {
    const head = { journal: FORMAT, rows: table.rows, sha256: table.sha256 };
    if (left === null) await writeFileAtomic(path, `${JSON.stringify(head)}\n`);
    try {
      const length = (await readFile(path)).lastIndexOf(0x0a) + 1;
      const file = await open(path, "r+");
      await file.truncate(length);
      return new Journal(path, file, length, left?.decisions.length ?? 0);
    } catch (cause) {
      throw ioError("write", path, cause);
    }
  }

  get decisions(): number {
    return this.#decisions;
  }

  /** Notes who writes it. */
  async running(running: Running): Promise<void> {
    await this.#append([running]);
  }

  /** Resolves when the decisions are on the disk. Errors: IO, and none of them is. */
  async add(decisions: readonly Decision[]): Promise<void> {
    const at = new Date().toISOString();
    await this.#append(
      decisions.map(({ row, undo, ...rest }) => ({ row: row + 1, ...rest, ...(undo && { undo }), at })),
    );
    this.#decisions += decisions.length;
  }

  /** Notes that the table with this content, which is about to take its place, holds the first `decisions`. */
  async mark(mark: Mark): Promise<void> {
    await this.#append([mark]);
  }

  /** Closes it; `remove`: the table holds everything. */
  async close({ remove }: { readonly remove: boolean }): Promise<void> {
    await this.#file.close();
    if (remove) await rm(this.path, { force: true });
  }

  #append(values: readonly object[]): Promise<void> {
    const turn = this.#turn.then(() => this.#write(values));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #write(values: readonly object[]): Promise<void> {
    const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(""));
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#length + done);
        done += bytesWritten;
      }
      await this.#file.datasync();
      this.#length += bytes.length;
    } catch (cause) {
      // A part of a line must not stand before the next one.
      await this.#file.truncate(this.#length).catch(() => undefined);
      throw ioError("write", this.path, cause);
    }
  }
}
