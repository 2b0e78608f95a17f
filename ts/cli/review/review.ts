/**
 * `fashion-wasm review`: a person looks over what a model said, on a page of this machine.
 *
 * Written against the public API alone. What is decided: session.ts; what is served: routes.ts; how accurate the model is:
 * strata.ts.
 */
import { basename } from "node:path";
import { FashionWasmError } from "../../index.js";
import { Incomplete, Interrupted } from "../exit.js";
import { counted } from "../format.js";
import { watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { watchFile } from "../watch-file.js";
import { carryOver } from "./carry-over.js";
import { type Answers, answersOf, isOfPredict } from "./columns.js";
import { journalOf, type Left, type Running, readJournal } from "./left.js";
import { openPage } from "./open-page.js";
import { ordersOf } from "./order.js";
import { checkAnyThere, findBase } from "./photos.js";
import { progressOf } from "./progress.js";
import { routesOf } from "./routes.js";
import { listen } from "./server.js";
import { Session } from "./session.js";
import { drawSummary, summaryJson } from "./summary.js";
import { openTable, type Table } from "./table.js";

/** The options of `fashion-wasm review`. */
export interface ReviewSettings {
  readonly table: string;
  readonly imageColumn?: string;
  readonly images?: string;
  readonly classes?: readonly string[];
  readonly remoteImages?: boolean;
  readonly port?: number;
  readonly open?: boolean;
  readonly seed: number;
  readonly carryOver?: boolean;
  readonly json?: boolean;
}

/** Rows whose photos are looked for. */
const SOME = 200;

/** Serves the page until the review ends, then says where it stands; rejects with FashionWasmError of any code, UsageError, Incomplete or Interrupted. */
export async function review(settings: ReviewSettings): Promise<void> {
  const watch = watchSignals("before the review had begun", () => undefined);
  try {
    const { table: path, seed, port = 0, remoteImages = false } = settings;
    const { table, answers, left, isSame } = await patiently(`reading ${path}`, () => watch.race(opened(settings)));
    const images = Array.from({ length: Math.min(table.rows, SOME) }, (_, row) => answers.answer(row).image);
    const base = await findBase(path, images, settings.images);
    await checkAnyThere(path, images, base);
    const session = await Session.start(table, answers, left, isSame);
    const orders = ordersOf(answers, seed);
    const over = new AbortController();
    const title = basename(path);
    const routes = routesOf({ session, orders, base, title, remoteImages, onFinish: () => over.abort() });
    const name = crypto.randomUUID();
    const server = await listen(port, name, routes.answerTo).catch(async (error: unknown) => {
      await session.end();
      throw error;
    });
    await session.running(name, server.port);
    const begun = progressOf(session, orders, "doubtful");
    say(
      `reviewing ${path}: ${counted(begun.rows, "row")}, ${begun.doubtful} doubtful, ${begun.failed} failed; ${begun.decided} decided`,
    );
    say(`photos are looked for in ${base}`);
    say(`the page: ${server.address}`);
    say("Ctrl-C ends the review; each decision is saved when the page says so");
    const closePage = settings.open ? await openPage(server.address) : () => undefined;
    await ending(watch.signal, over.signal);
    closePage();
    const trouble = await session.end();
    const where = trouble === null ? `everything is in ${title}` : trouble.message;
    routes.end(`The review has ended: ${where}.`);
    await server.close();
    const progress = progressOf(session, orders, "doubtful");
    const journal = trouble === null ? null : journalOf(path);
    const json = summaryJson(progress, { table: path, journal });
    if (!settings.json) print(`${drawSummary(progress, path).join("\n")}\n`);
    if (trouble !== null) throw new Incomplete(codeOf(trouble), trouble.message, json);
    const { reason } = watch.signal;
    if (reason instanceof Interrupted && reason.signal !== "SIGINT" && reason.signal !== "SIGBREAK") {
      throw new Interrupted(reason.signal, `${path} holds ${counted(progress.decided, "decision")}`, json);
    }
    if (settings.json) writeJson(json);
  } finally {
    watch.stop();
  }
}

interface Opened {
  readonly table: Table;
  readonly answers: Answers;
  readonly left: Left | null;
  readonly isSame: () => boolean;
}

/** Reads the table, and what an earlier review has left beside it. */
async function opened(settings: ReviewSettings): Promise<Opened> {
  const { table: path, imageColumn, classes } = settings;
  const isSame = watchFile(path);
  const table = await openTable(path, isOfPredict);
  const journal = journalOf(path);
  const left = await readJournal(journal);
  if (left?.running != null) await checkEnded(path, left.running);
  const given = [...new Set((left?.decisions ?? []).flatMap(({ label }) => (label === null ? [] : [label])))];
  const options = {
    given,
    ...(imageColumn !== undefined && { imageColumn }),
    ...(classes !== undefined && { classes }),
  };
  const answers = answersOf(table, options);
  const isCarried =
    settings.carryOver === true && left !== null && !left.marks.some(({ sha256 }) => sha256 === table.sha256);
  return { table, answers, isSame, left: isCarried ? await carryOver(table, answers, left, journal) : left };
}

/** Errors: BUSY where the process that wrote the journal still has the table under review. */
async function checkEnded(path: string, { session, port }: Running): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/session`, { signal: AbortSignal.timeout(2000) })
    .then((response) => response.text())
    .catch(() => "");
  if (answer !== session) return;
  const what = `${path} is under review already, by another process on port ${port}`;
  throw new FashionWasmError("BUSY", `${what} → open the address that it has shown, or end it first`);
}

function codeOf(error: unknown): "IO" | FashionWasmError["code"] {
  return error instanceof FashionWasmError ? error.code : "IO";
}

/** Resolves when one of them aborts. */
function ending(...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    }
  });
}
