/**
 * Where rows go: a file that is whole when it gets its name, and can be gone on with until then; or stdout.
 */
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { ioError } from "#platform/io-error";
import { FashionWasmError } from "../../../index.js";
import { printPatiently } from "../../stdout.js";
import { Tally } from "../tally.js";
import { type Journal, type Progress, partialOf, removeJournal, writeJournal } from "./journal.js";

/** Takes rows. */
export interface Sink {
  /** Takes text; false where nobody reads on. Errors: IO. */
  write(text: string): Promise<boolean>;
  /** Makes what was taken durable, and notes how far it is. Errors: IO. */
  commit(progress: Omit<Progress, "written">): Promise<void>;
  /** All rows were taken. Errors: IO. */
  finish(): Promise<void>;
  /** No more rows are taken; what was committed stays. */
  leave(): Promise<void>;
}

/** stdout. */
export function standardSink(): Sink {
  return {
    write: printPatiently,
    commit: async () => undefined,
    finish: async () => undefined,
    leave: async () => undefined,
  };
}

/** Of a table of which no row is written. */
const NOTHING: Omit<Progress, "written"> = {
  rows: 0,
  read: 0,
  lineFeeds: 0,
  counted: new Tally([]).toJSON(),
  seconds: 0,
  digest: "",
};

/** Text that is kept until it is written, in characters. */
const BUFFERED = 1 << 18;

/** What a file's rows are of, and who wrote it before. */
export interface Opening {
  readonly origin: Pick<Journal, "key" | "of">;
  /** What an earlier process has left; null to begin anew. */
  readonly journal: Journal | null;
  /** Permissions of the file that is replaced. */
  readonly mode: number | undefined;
}

/** A file: `NAME.partial` and `NAME.partial.json`, until it is whole. */
export class FileSink implements Sink {
  readonly #out: string;
  readonly #file: FileHandle;
  readonly #opening: Opening;
  readonly #partial: ReturnType<typeof partialOf>;
  #buffered = "";
  #written: number;
  /** Whether there is something to go on with. */
  #isKept: boolean;

  private constructor(out: string, file: FileHandle, opening: Opening) {
    this.#out = out;
    this.#file = file;
    this.#opening = opening;
    this.#partial = partialOf(out);
    this.#written = opening.journal?.written ?? 0;
    this.#isKept = opening.journal !== null;
  }

  /** Opens the file, or goes on with it after what the journal says was committed. Errors: IO, DATA_MISMATCH, BUSY. */
  static async open(out: string, opening: Opening): Promise<FileSink> {
    const { journal, mode } = opening;
    const { rows } = partialOf(out);
    const failed = (cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EEXIST") throw ioError("write", rows, cause);
      const advice = "wait for it, or remove the file where nobody does";
      throw new FashionWasmError("BUSY", `${rows} is there: another process may write it → ${advice}`);
    };
    const file = await open(rows, journal === null ? "wx" : "r+", mode).catch(failed);
    const sink = new FileSink(out, file, opening);
    if (mode !== undefined) await file.chmod(mode & 0o777).catch(() => undefined);
    const { size } = await file.stat();
    if (size < sink.#written) {
      await file.close();
      const what = `${rows} has ${size} bytes, and ${sink.#written} were written`;
      throw new FashionWasmError("DATA_MISMATCH", `${what} → begin anew with --force`);
    }
    await file.truncate(sink.#written);
    await sink.#note(journal ?? NOTHING);
    return sink;
  }

  async write(text: string): Promise<boolean> {
    this.#buffered += text;
    if (this.#buffered.length >= BUFFERED) await this.#flush();
    return true;
  }

  async commit(progress: Omit<Progress, "written">): Promise<void> {
    await this.#flush();
    await this.#tried(() => this.#file.datasync());
    await this.#note(progress);
    this.#isKept = true;
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#tried(async () => {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#partial.rows, this.#out);
    });
    this.#isKept = true;
    await removeJournal(this.#partial.journal);
  }

  async leave(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    if (this.#isKept) return;
    await rm(this.#partial.rows, { force: true }).catch(() => undefined);
    await removeJournal(this.#partial.journal).catch(() => undefined);
  }

  #note(progress: Omit<Progress, "written">): Promise<void> {
    const process = { pid: globalThis.process.pid, host: hostname() };
    const { origin } = this.#opening;
    return writeJournal(this.#partial.journal, { ...origin, ...progress, written: this.#written, process });
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#buffered);
    this.#buffered = "";
    // A disk that runs full takes a part, and says so at the next write.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#tried(() =>
        this.#file.write(bytes, done, bytes.length - done, this.#written + done),
      );
      done += bytesWritten;
    }
    this.#written += bytes.length;
  }

  async #tried<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      throw ioError("write", this.#partial.rows, cause);
    }
  }
}

/** Whether all rows got their name, and the process ended before it took the journal away. */
export async function isWhole(out: string, journal: Journal): Promise<boolean> {
  const [whole, partial] = await Promise.all([out, partialOf(out).rows].map((path) => stat(path).catch(() => null)));
  return partial === null && whole?.size === journal.written;
}
