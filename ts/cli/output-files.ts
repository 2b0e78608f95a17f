/**
 * The files that a command leaves, written all or nothing, and none of them worth as much as the result.
 *
 * One that cannot be written does not end the command: the result is printed all the same, then one line says what is
 * missing and why, and the exit code is 1.
 */
import { stat } from "node:fs/promises";
import { writeFileAtomic } from "#platform/atomic-write";
import { FashionWasmError } from "../index.js";
import { NotWritten } from "./exit.js";

/** The output files of one command. */
export class OutputFiles {
  readonly #missing: { readonly path: string; readonly reason: string }[] = [];

  /** Writes a file, or pieces of it; `false` where that failed, which {@link finish} tells. Errors: any but IO. */
  async write(path: string, content: string | Uint8Array | AsyncIterable<Uint8Array>): Promise<boolean> {
    try {
      await writeFileAtomic(path, content);
      return true;
    } catch (error) {
      const there = await stat(path).catch(() => null);
      this.lacks([path], error, there?.isFile() ? "; the file there is an older one" : "");
      return false;
    }
  }

  /** Notes files that could not be written for one reason. Throws `error` again where it is none of IO. */
  lacks(paths: readonly string[], error: unknown, more = ""): void {
    if (!(error instanceof FashionWasmError) || error.code !== "IO") throw error;
    const reason = `${error.message}${more}`;
    this.#missing.push(...paths.map((path) => ({ path, reason })));
  }

  /** What could not be written, in one line; "" where nothing is missing. */
  get failures(): string {
    return [...new Set(this.#missing.map(({ reason }) => reason))].join("; ");
  }

  /** The member of the JSON that names the missing files; none where nothing is missing. */
  get facts(): { readonly notWritten?: readonly string[] } {
    return this.#missing.length === 0 ? {} : { notWritten: this.#missing.map(({ path }) => path) };
  }

  /** Ends a command that has its result, `json` where a program reads it. Throws NotWritten where a file is missing. */
  finish(json: Readonly<Record<string, unknown>> = {}): void {
    if (this.#missing.length > 0) throw new NotWritten(this.failures, { ...json, ...this.facts });
  }
}
