/**
 * `fashion-wasm profile`: what the customers of a shop like.
 *
 * Written against the public API. Reading: customers/read.ts; what a person sees: profile-text.ts; files: customers/.
 */
import {
  type Audience,
  audience,
  type BacktestResult,
  backtest,
  type Catalogue,
  type CustomerProfiles,
  customerProfiles,
} from "../../index.js";
import { customersHtml } from "../../report.js";
import { audienceFiles } from "../customers/audience-files.js";
import { csvText, slug } from "../customers/csv-text.js";
import { cutoffBefore } from "../customers/cutoff.js";
import { excludedIn } from "../customers/exclude.js";
import type { OrdersSettings } from "../customers/orders-options.js";
import { checkFree, writeFiles } from "../customers/out-folder.js";
import { pageInput, type ShownAudience, segmentViews } from "../customers/page-input.js";
import { profilesCsv, profilesJsonl } from "../customers/profile-tables.js";
import { checkOrders, type ReadOrders, readAll, readItems } from "../customers/read.js";
import { summaryLines } from "../customers/summary-text.js";
import { UsageError } from "../exit.js";
import { watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { printable } from "../printable.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { packageVersion } from "../version.js";
import { oneCustomer } from "./customer.js";
import { backtestLines, profileLines } from "./profile-text.js";

/** The options of `fashion-wasm profile`. */
export interface ProfileSettings extends OrdersSettings {
  readonly customer?: string;
  readonly show?: number;
  readonly audience?: readonly string[];
  readonly backtest?: number;
  readonly share?: number;
}

/** Files that are always there. */
const TABLES = ["profiles.csv", "profiles.jsonl", "summary.json", "customers.html", "bad-rows.csv"];

/** Reads, computes, prints and writes; rejects with FashionWasmError of any code, UsageError, NotWritten or Interrupted. */
export async function profile(settings: ProfileSettings): Promise<void> {
  checkOrders(settings);
  checkUse(settings);
  const watch = watchSignals("before the profiles were made");
  try {
    await watch.race(run(settings, watch.signal));
  } finally {
    watch.stop();
  }
}

function checkUse({ customer, audience: asked, backtest: days, out, withContacts, show }: ProfileSettings): void {
  if (customer !== undefined && (asked !== undefined || days !== undefined || out !== undefined)) {
    throw new UsageError("--customer shows one customer alone → leave out --audience, --backtest and --out");
  }
  if (show !== undefined && customer === undefined) throw new UsageError("--show is about --customer → name one");
  if (show !== undefined && !(Number.isInteger(show) && show >= 0)) throw new UsageError("--show takes a whole number");
  if (out === undefined && asked !== undefined) throw new UsageError("--audience writes files → say where with --out");
  if (out === undefined && withContacts) throw new UsageError("--with-contacts is about files → say where with --out");
}

async function run(settings: ProfileSettings, signal: AbortSignal): Promise<void> {
  const { out, force, customer } = settings;
  const about = settings.audience ?? [];
  if (out !== undefined) await checkFree(out, [...TABLES, ...about.map((one) => `audience-${slug(one)}.csv`)], force);
  const catalogue = await readItems(settings, signal);
  if (customer !== undefined) return oneCustomer(settings, customer, catalogue, signal);
  const contacts = about.length > 0 || settings.exclude !== undefined;
  const read = await readAll(settings, catalogue, signal, { contacts });
  const profiles = await patiently("making profiles", async () =>
    customerProfiles(read.orders, { horizonDays: settings.horizon ?? 60 }),
  );
  const tested = await testedBefore(settings, profiles, catalogue, signal);
  const excluded = await excludedIn(settings.exclude);
  const audiences = audiencesOf(profiles, settings, excluded, about);
  const json = jsonOf(profiles, read, audiences, tested, settings);
  if (out === undefined) {
    if (settings.json) writeJson(json);
    else print(text(profiles, read, tested));
    return;
  }
  const files = new Map<string, string>();
  const shown: ShownAudience[] = [];
  const notes: string[] = [];
  for (const one of audiences) {
    const isAsked = about.length > 0;
    const made = isAsked ? audienceFiles(profiles, one, settings.withContacts ?? false) : null;
    for (const [name, content] of made?.files ?? []) files.set(name, content);
    notes.push(...(made?.notes ?? []));
    shown.push({ audience: one, lift: liftOf(one, tested), files: [...(made?.files.keys() ?? [])] });
  }
  const page = pageInput(profiles, shown, tested, settings.halfLife ?? 365);
  const all: [string, string][] = [
    ["profiles.csv", profilesCsv(profiles)],
    ["profiles.jsonl", profilesJsonl(profiles)],
    ["summary.json", `${JSON.stringify(json, null, 2)}\n`],
    ["customers.html", customersHtml(page, { facts: factsOf(settings, profiles) })],
    ...files,
  ];
  if (read.badRows.length > 0) all.push(["bad-rows.csv", badRowsCsv(read)]);
  const { output, written } = await writeFiles(out, all);
  for (const note of notes) say(note);
  if (settings.json) writeJson({ ...json, files: written, ...output.facts });
  else print(`${text(profiles, read, tested)}${written.map((path) => `wrote ${printable(path)}\n`).join("")}`);
  output.finish(settings.json ? {} : {});
}

/** The backtest, of orders that are read once more. */
async function testedBefore(
  settings: ProfileSettings,
  profiles: CustomerProfiles,
  catalogue: Catalogue | undefined,
  signal: AbortSignal,
): Promise<BacktestResult | null> {
  if (settings.backtest === undefined) return null;
  const cutoff = cutoffBefore(profiles.orders, settings.backtest);
  const { orders } = await readAll(settings, catalogue, signal, { cutoff, quiet: true });
  try {
    return await patiently("testing profiles on the last days", async () =>
      backtest(orders, { ...(settings.share !== undefined && { share: settings.share }) }),
    );
  } finally {
    orders.dispose();
  }
}

/** Those that were asked for; else one for each class that somebody likes, for the page. */
function audiencesOf(
  profiles: CustomerProfiles,
  { share, minSupport, control, seed }: ProfileSettings,
  exclude: readonly string[],
  about: readonly string[],
): Audience[] {
  const options = {
    exclude,
    ...(share !== undefined && { share }),
    ...(minSupport !== undefined && { minimumSupport: minSupport }),
    ...(control !== undefined && { controlShare: control }),
    ...(seed !== undefined && { seed }),
  };
  if (about.length > 0) return about.map((one) => audience(profiles, one, options));
  return profiles.classNames.flatMap((name) => {
    try {
      return [audience(profiles, JSON.stringify(name), { ...options, name })];
    } catch {
      return []; // nobody has bought enough
    }
  });
}

/** What the backtest measured for it: of its class, else nothing. */
export function liftOf({ about }: Audience, tested: BacktestResult | null): ShownAudience["lift"] {
  const plain = about.replace(/^"(.*)"$/, "$1").toLowerCase();
  const [ours] = tested?.classes.find(({ name }) => name.toLowerCase() === plain)?.lifts ?? [];
  return ours === undefined || !Number.isFinite(ours.lift) ? null : ours;
}

function text(profiles: CustomerProfiles, read: ReadOrders, tested: BacktestResult | null): string {
  const lines = [
    ...summaryLines(read),
    "",
    ...profileLines(profiles),
    ...(tested === null ? [] : ["", ...backtestLines(tested)]),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}

function jsonOf(
  profiles: CustomerProfiles,
  { orders, badRows }: ReadOrders,
  audiences: readonly Audience[],
  tested: BacktestResult | null,
  { halfLife = 365 }: ProfileSettings,
): Record<string, unknown> {
  const all = [...profiles];
  return {
    version: packageVersion(),
    ...orders.summary,
    unlabelledItems: orders.unlabelledItems(),
    errors: badRows.slice(0, 10),
    classNames: profiles.classNames,
    population: profiles.population,
    priorStrength: profiles.priorStrength,
    halfLife: Number.isFinite(halfLife) ? halfLife : null,
    horizonDays: profiles.horizonDays,
    end: profiles.end,
    activity: profiles.activity,
    segments: segmentViews(all, true),
    audiences: audiences.map(({ customers: _customers, ...rest }) => rest),
    backtest: tested,
  };
}

function factsOf(settings: ProfileSettings, profiles: CustomerProfiles): [string, string][] {
  return [
    ["fashion-wasm", packageVersion()],
    ["Catalogue", settings.catalogue === undefined ? "none: labels of the orders" : "a table of labels"],
    ["Model of activity", `${profiles.activity.model}, ${profiles.activity.reason}`],
    ["Seed of the hold-out", String(settings.seed ?? 1)],
  ];
}

/** Every wrong row; what a cell holds may be an address, so of cells only the column is told. */
function badRowsCsv({ badRows }: ReadOrders): string {
  const header = ["file", "line", "column", "message"];
  return csvText(
    header,
    badRows.map(({ file, line, column, message }) => [file, line, column, message]),
  );
}
