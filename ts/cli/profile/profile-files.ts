/**
 * The files of `profile --out`: tables of customers, the summary, the page, and those of audiences that were asked for.
 */
import { customersHtml } from "../../report.js";
import { type AudienceFiles, audienceFiles } from "../customers/audience-files.js";
import { badRowsCsv } from "../customers/bad-rows.js";
import { audienceBases, audienceFileNames, BAD_ROWS } from "../customers/file-names.js";
import type { Content, OutFolder } from "../customers/out-folder.js";
import { pageInput, type ShownAudience } from "../customers/page-input.js";
import { profilesCsv, profilesJsonl } from "../customers/profile-tables.js";
import { refusedAddresses } from "../customers/reachable.js";
import { packageVersion } from "../version.js";
import type { ProfileResult } from "./profile-result.js";
import type { ProfileSettings } from "./profile-settings.js";
import { liftOf } from "./tested-before.js";

const TABLES = ["profiles.csv", "profiles.jsonl", "summary.json", "customers.html", BAD_ROWS];

/** The folder, and all files that may come into it. */
export function outFolder(folder: string, asked: readonly string[]): OutFolder {
  return { folder, names: [...TABLES, ...audienceBases(asked).flatMap(audienceFileNames)] };
}

/** Files by their names, and what should be known of them. */
export function profileFiles(
  result: ProfileResult,
  json: Readonly<Record<string, unknown>>,
  settings: ProfileSettings,
): { readonly files: ReadonlyMap<string, Content>; readonly notes: readonly string[] } {
  const { profiles, overview, tested, read, audiences } = result;
  const asked = filesOfAudiences(result, settings);
  const shown: ShownAudience[] = audiences.map(({ audience }, i) => ({
    audience,
    lift: liftOf(audience, tested),
    files: [...(asked[i]?.files.keys() ?? [])],
  }));
  const page = pageInput(profiles, overview, shown, tested, settings.halfLife ?? 365);
  const files = new Map<string, Content>([
    ["profiles.csv", profilesCsv(profiles)],
    ["profiles.jsonl", profilesJsonl(profiles)],
    ["summary.json", `${JSON.stringify(json, null, 2)}\n`],
    ["customers.html", customersHtml(page, { facts: factsOf(result, settings) })],
    ...asked.flatMap(({ files }) => [...files]),
  ]);
  if (read.badRows.length > 0) files.set(BAD_ROWS, badRowsCsv(read.badRows));
  return { files, notes: asked.flatMap(({ notes }) => notes) };
}

/** Of those that were asked for, in their order. */
function filesOfAudiences(
  { profiles, audiences }: ProfileResult,
  { audience: asked = [], withContacts = false }: ProfileSettings,
): AudienceFiles[] {
  if (asked.length === 0) return [];
  const bases = audienceBases(asked);
  const refused = refusedAddresses(profiles);
  return audiences.map(({ audience }, i) =>
    audienceFiles(profiles, audience, { base: bases[i] as string, withContacts, refused }),
  );
}

function factsOf({ profiles: { activity } }: ProfileResult, settings: ProfileSettings): [string, string][] {
  return [
    ["fashion-wasm", packageVersion()],
    ["Catalogue", settings.catalogue === undefined ? "none: labels of the orders" : "a table of labels"],
    ["Model of activity", `${activity.model}, ${activity.reason}`],
    ["Seed of the hold-out", String(settings.seed ?? 1)],
  ];
}
