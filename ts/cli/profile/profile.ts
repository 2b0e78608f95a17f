/**
 * `fashion-wasm profile`: what the customers of a shop like.
 *
 * Reading: customers/read.ts; audiences: profile-audiences.ts; files: profile-files.ts; what a person sees: profile-text.ts.
 */
import { parseExpression } from "../../customers/profiles/expression.js";
import { customerProfiles } from "../../customers/profiles/profile-customers.js";
import type { Catalogue } from "../../index.js";
import { excludedIn, sayUnknown } from "../customers/exclude.js";
import { checkFree, writeFiles } from "../customers/out-folder.js";
import { overviewOf } from "../customers/overview.js";
import { readAll, readItems } from "../customers/read.js";
import { summaryLines } from "../customers/summary-text.js";
import { type SignalWatch, watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { printable } from "../printable.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { oneCustomer } from "./customer.js";
import { audiencesOf } from "./profile-audiences.js";
import { outFolder, profileFiles } from "./profile-files.js";
import { profileJson } from "./profile-json.js";
import type { ProfileResult } from "./profile-result.js";
import { checkUse, type ProfileSettings } from "./profile-settings.js";
import { audienceSummaries, backtestLines, profileLines } from "./profile-text.js";
import { testedBefore } from "./tested-before.js";

/** Reads, computes, prints and writes; rejects with FashionWasmError of any code, UsageError, NotWritten or Interrupted. */
export async function profile(settings: ProfileSettings): Promise<void> {
  checkUse(settings);
  const watch = watchSignals("before the profiles were made");
  try {
    await watch.race(run(settings, watch));
  } finally {
    watch.stop();
  }
}

async function run(settings: ProfileSettings, watch: SignalWatch): Promise<void> {
  const { out, customer, audience: asked = [] } = settings;
  const { signal } = watch;
  const folder = out === undefined ? null : outFolder(out, asked);
  // What can be wrong is found before hours of orders are read.
  if (folder !== null) await checkFree(folder, settings.force);
  const exclude = await excludedIn(settings.exclude);
  const catalogue = await readItems(settings, signal);
  checkAudiences(asked, catalogue);
  if (customer !== undefined) return oneCustomer(settings, customer, catalogue, watch);
  const result = await resultOf(settings, exclude, catalogue, watch);
  const json = profileJson(result, settings);
  const made = folder === null ? null : profileFiles(result, json, settings);
  const written = folder === null || made === null ? null : await writeFiles(folder, made.files, signal);
  for (const note of made?.notes ?? []) say(note);
  const facts = written === null ? {} : { files: written.paths, ...written.output.facts };
  if (settings.json) {
    written?.output.finish({ ...json, ...facts });
    writeJson({ ...json, ...facts });
  } else {
    print(text(result, written?.paths ?? []));
    written?.output.finish();
  }
}

async function resultOf(
  settings: ProfileSettings,
  exclude: readonly string[],
  catalogue: Catalogue | undefined,
  watch: SignalWatch,
): Promise<ProfileResult> {
  const { signal } = watch;
  const { audience: asked = [], horizon: horizonDays = 60 } = settings;
  const contacts = asked.length > 0 || exclude.length > 0;
  const read = await readAll(settings, catalogue, signal, { contacts });
  const profiles = await patiently("making profiles", () => customerProfiles(read.orders, { horizonDays }, watch));
  const overview = await patiently("adding up profiles", () => overviewOf(profiles, signal));
  const tested = await testedBefore(settings, profiles, catalogue, watch);
  const audiences = await audiencesOf(profiles, settings, exclude, signal);
  sayUnknown(settings.exclude, exclude, audiences[0]?.audience);
  return { read, profiles, overview, tested, audiences };
}

/** Where a catalogue says which classes there are. Errors: INVALID_ARGUMENT. */
function checkAudiences(asked: readonly string[], catalogue: Catalogue | undefined): void {
  if (catalogue === undefined) return;
  for (const about of asked) parseExpression("--audience", about, catalogue.classNames);
}

function text({ read, profiles, overview, tested, audiences }: ProfileResult, written: readonly string[]): string {
  const asked = audiences.filter(({ isAsked }) => isAsked);
  const lines = [
    ...summaryLines(read),
    "",
    ...profileLines(profiles, overview),
    ...(asked.length === 0 ? [] : ["", ...audienceSummaries(asked)]),
    ...(tested === null ? [] : ["", ...backtestLines(tested)]),
    ...written.map((path) => `wrote ${path}`),
  ];
  return `${lines.map(printable).join("\n")}\n`;
}
