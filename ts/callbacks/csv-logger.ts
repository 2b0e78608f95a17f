/**
 * The values of each epoch as a row of a table.
 */
import { appendLog, beginLog, HAS_FILES } from "#platform/log-file";
import { booleanOption, invalidOption, optionsObject } from "../options/check.js";
import { kerasName } from "../options/spelling.js";
import { warn } from "../options/warn.js";
import { type Callback, type TrainInfo, writesFiles } from "../training/callbacks.js";
import { type EpochLogs, type LogValue, validationName } from "../training/history.js";
import { noFiles } from "./no-files.js";

/** Options of {@link csvLogger}; names and defaults as in Keras. */
export interface CsvLoggerOptions {
  /** Between two values of a row, one character; default `","`. */
  readonly separator?: string | undefined;
  /** Whether rows are added to a file that is there; default false: it begins anew. */
  readonly append?: boolean | undefined;
}

/**
 * Returns a callback that writes the values of each epoch to a CSV file, as Keras writes them: a row an epoch, `epoch` counted
 * from 0, then the values by Keras' names in alphabetical order, `accuracy,learning_rate,loss,val_accuracy,val_loss`.
 *
 * An epoch without validation has `NA` in its columns, a list of values is one cell, `"[0.5, 1]"`. Rows added to a file have the
 * columns of its first line; values that it has no column for are left out, which is said once on the console. It needs a file
 * system: not in browsers.
 *
 * @param path of the file; its folder is made.
 * @throws FashionWasmError INVALID_ARGUMENT for an option that is not allowed; IO in a browser, and, from `fit`, when the file
 * cannot be written.
 * @example
 * ```ts
 * await model.fit(train, { epochs: 20, validationSplit: 0.2, callbacks: [csvLogger("run/log.csv")] });
 * ```
 * @see Keras `CSVLogger`
 */
export function csvLogger(path: string, options?: CsvLoggerOptions): Callback {
  const where = "csvLogger";
  if (!HAS_FILES) throw noFiles(where);
  const { separator = ",", append = false } = optionsObject(where, options, ["separator", "append"]);
  if (typeof path !== "string" || path === "") throw invalidOption(where, "path", path, "the path of a file");
  if (typeof separator !== "string" || !/^[^"\r\n\w.[-]$/.test(separator)) {
    throw invalidOption(where, "separator", separator, 'one character, e.g. "," or ";" or "\\t"');
  }
  booleanOption(where, "append", append);
  let columns: readonly string[] = [];
  let isValidated = false;
  let said = false;

  return writesFiles({
    async onTrainBegin({ validationImages }: TrainInfo) {
      const header = await beginLog(path, append);
      said = false;
      isValidated = validationImages > 0;
      columns = header === "" ? [] : header.split(separator).map((name) => name.replace(/^"(.*)"$/, "$1"));
    },
    async onEpochEnd(epoch: number, logs: EpochLogs) {
      const row = new Map(Object.entries({ epoch, ...logs }).map(([name, value]) => [kerasName(name), value]));
      let text = "";
      if (columns.length === 0) {
        columns = ["epoch", ...columnsOf(logs, isValidated)];
        text = `${columns.join(separator)}\n`;
      }
      const left = [...row.keys()].filter((name) => !columns.includes(name));
      if (left.length > 0 && !said) {
        warn(where, `${path} has no column for ${left.join(", ")} → not written; take another file`);
        said = true;
      }
      await appendLog(path, `${text}${columns.map((name) => cell(row.get(name))).join(separator)}\n`);
    },
  });
}

/** In Keras' order; where a later epoch may be validated, with the columns of that. */
function columnsOf(logs: EpochLogs, isValidated: boolean): string[] {
  const names = Object.keys(logs);
  if (isValidated && !names.includes("valLoss")) {
    names.push(...names.filter((name) => name !== "learningRate").map(validationName));
  }
  return names.map(kerasName).sort();
}

function cell(value: LogValue | undefined): string {
  if (value === undefined) return "NA";
  return typeof value === "number" ? number(value) : `"${inBrackets(value)}"`;
}

function inBrackets(value: LogValue): string {
  return typeof value === "number" ? number(value) : `[${value.map(inBrackets).join(", ")}]`;
}

/** As Python writes it, and any reader of tables reads it. */
function number(value: number): string {
  return Number.isFinite(value) ? String(value) : String(value).toLowerCase().replace("infinity", "inf");
}
