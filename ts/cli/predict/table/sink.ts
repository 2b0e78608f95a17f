/**
 * Where rows go: a file that is whole when it gets its name, and can be gone on with until then; or stdout.
 */
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import { FashionWasmError } from "../../../index.js";
import { printPatiently } from "../../stdout.js";
import { type Journal, type Progress, partialOf, removeJournal, writeJournal } from "./journal.js";

/** Takes rows. */
export interface Sink {
  /** Bytes that were taken so far. */
  readonly written: number;
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
  let written = 0;
  return {
    get written() {
      return written;
    },
    async write(text) {
      written += Buffer.byteLength(text);
      return printPatiently(text);
    },
    commit: async () => undefined,
    finish: async () => undefined,
    leave: async () => undefined,
  };
}

/** Text that is kept until it is written, in characters. */
const BUFFERED = 1 << 18;

/** A file: `NAME.partial` and `NAME.partial.json`, until it is whole. */
export class FileSink implements Sink {
  readonly #out: string;
  readonly #file: FileHandle;
  readonly #of: Pick<Journal, "key" | "of">;
  readonly #partial: ReturnType<typeof partialOf>;
  #buffered = "";
  #written: number;

  private constructor(out: string, file: FileHandle, of: Pick<Journal, "key" | "of">, written: number) {
    this.#out = out;
    this.#file = file;
    this.#of = of;
    this.#partial = partialOf(out);
    this.#written = written;
  }

  /** Opens the file, or goes on with it after what `journal` says was committed. Errors: IO, DATA_MISMATCH. */
  static async open(out: string, of: Pick<Journal, "key" | "of">, journal: Journal | null): Promise<FileSink> {
    const { rows } = partialOf(out);
    const failed = (cause: unknown) => {
      throw ioError("write", rows, cause);
    };
    if (journal === null) {
      await rm(partialOf(out).journal, { force: true }).catch(failed);
      return new FileSink(out, await open(rows, "w").catch(failed), of, 0);
    }
    const file = await open(rows, "r+").catch(failed);
    const { size } = await file.stat();
    if (size < journal.written) {
      await file.close();
      const what = `${rows} has ${size} bytes, and ${journal.written} were written`;
      throw new FashionWasmError("DATA_MISMATCH", `${what} → begin anew with --force`);
    }
    await file.truncate(journal.written);
    return new FileSink(out, file, of, journal.written);
  }

  get written(): number {
    return this.#written + Buffer.byteLength(this.#buffered);
  }

  async write(text: string): Promise<boolean> {
    this.#buffered += text;
    if (this.#buffered.length >= BUFFERED) await this.#flush();
    return true;
  }

  async commit(progress: Omit<Progress, "written">): Promise<void> {
    await this.#flush();
    await this.#tried(() => this.#file.datasync());
    await writeJournal(this.#partial.journal, { ...this.#of, ...progress, written: this.#written });
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#tried(async () => {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#partial.rows, this.#out);
    });
    await removeJournal(this.#partial.journal);
  }

  async leave(): Promise<void> {
    await this.#file.close().catch(() => undefined);
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
