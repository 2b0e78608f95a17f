/**
 * What the command line says of a table, and what cannot be asked for at once.
 */
import { UsageError } from "../../exit.js";
import { STANDARD_STREAM } from "./input.js";

/** The options of `fashion-wasm predict` for a table. */
export interface TableSettings {
  /** A path, or `-` for stdin. */
  readonly source: string;
  readonly model?: string | undefined;
  /** A path, or `-` for stdout, the default. */
  readonly out?: string | undefined;
  readonly page?: string | undefined;
  readonly topK?: number | undefined;
  readonly preparation: "auto" | "photo" | "none";
  readonly force?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly json?: boolean | undefined;
  readonly format?: "csv" | "jsonl" | undefined;
  readonly header?: boolean | undefined;
  readonly imageColumn?: string | undefined;
  readonly pixelColumns?: readonly [first: string, last: string] | undefined;
  readonly keep?: readonly string[] | undefined;
  /** Where relative paths begin. */
  readonly images?: string | undefined;
  readonly fetch?: boolean | undefined;
  readonly fetchTimeout?: number | undefined;
  /** In MiB. */
  readonly fetchSize?: number | undefined;
  readonly fetchRedirects?: number | undefined;
  readonly fetchParallel?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly strict?: boolean | undefined;
}

/** Whether rows go into a file. */
export function goesToFile({ out }: TableSettings): boolean {
  return out !== undefined && out !== STANDARD_STREAM;
}

/** Errors: USAGE. */
export function checkSettings(settings: TableSettings): void {
  const { page, resume, json } = settings;
  const toFile = goesToFile(settings);
  if (json && !toFile) {
    throw new UsageError("--json prints one object on stdout → --out FILE takes the rows of the table");
  }
  if (resume && !toFile) throw new UsageError("--resume goes on with a file → --out FILE takes the rows of the table");
  if (resume && page !== undefined) {
    const advice = "leave one of them out";
    throw new UsageError(`--page draws photos of the whole table, and --resume reads the rest of it → ${advice}`);
  }
  if (settings.pixelColumns !== undefined && settings.imageColumn !== undefined) {
    throw new UsageError("--pixel-columns and --image-column exclude each other → leave one of them out");
  }
  const limits = ["fetchTimeout", "fetchSize", "fetchRedirects", "fetchParallel"] as const;
  const limit = limits.find((name) => settings[name] !== undefined);
  if (limit === undefined || settings.fetch) return;
  const option = limit.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${option} is about downloads → give --fetch too, or leave it out`);
}
