/**
 * One case tried: built, visited in each browser with and without isolation, and told as a row. Throws when it went otherwise
 * than declared.
 */
import type { Browser } from "puppeteer-core";
import type { Row } from "../kept-rows.js";
import type { Tarball } from "../projects.js";
import { type Built, type BundlerCase, versionOf } from "./case.js";
import { emptyProject } from "./project.js";
import type { Bits, Outcome } from "./story-outcome.js";
import { visit } from "./visit.js";

/** What a trial needs. */
export interface Surroundings {
  readonly packed: Tarball;
  readonly browsers: ReadonlyMap<string, Browser>;
  /** Node's numbers. */
  readonly expected: Bits;
}

/** One telling of the story: where, and what came of it. */
interface Telling {
  readonly where: string;
  readonly isolated: boolean;
  readonly outcome: Outcome;
  readonly complaints: readonly string[];
}

/** Tries `one`, which is in place `order` of the document. */
export async function tryCase(one: BundlerCase, order: number, surroundings: Surroundings): Promise<Row> {
  const tellings = await tell(one, surroundings);
  const wrong = tellings.flatMap((telling) => faultsOf(one, telling, surroundings.expected));
  if (wrong.length > 0) throw new Error(`${one.name} (${one.settings}):\n${wrong.join("\n")}`);
  const { name, settings, cannot } = one;
  const result = cannot === undefined ? seen(tellings) : `${cannot.because}; the error says \`${cannot.says}\``;
  return { group: "Bundlers", order, name, version: versionOf(one), settings, works: cannot === undefined, result };
}

async function tell(one: BundlerCase, { packed, browsers }: Surroundings): Promise<Telling[]> {
  const project = emptyProject(one.tool, packed);
  let built: Built;
  try {
    built = await one.build(project);
  } catch (error) {
    if (one.cannot === undefined) throw error;
    return [{ where: "the build", isolated: false, outcome: { error: String(error) }, complaints: [] }];
  }
  try {
    return one.onServer ? [await askServer(built)] : await visitAll(built, browsers);
  } finally {
    await built.close?.();
  }
}

async function visitAll(built: Built, browsers: ReadonlyMap<string, Browser>): Promise<Telling[]> {
  const tellings: Telling[] = [];
  for (const isolated of [true, false]) {
    const site = await built.open(isolated);
    try {
      for (const [where, browser] of browsers) {
        const { outcome, complaints } = await visit(browser, site.url);
        tellings.push({ where, isolated, outcome, complaints: [...complaints, ...site.failures()] });
      }
    } finally {
      await site.close();
    }
  }
  return tellings;
}

async function askServer(built: Built): Promise<Telling> {
  const site = await built.open(false);
  try {
    const answer = await fetch(site.url);
    const text = await answer.text();
    const outcome = answer.ok ? (JSON.parse(text) as Outcome) : { error: `${answer.status}: ${text.slice(0, 500)}` };
    return { where: "the server", isolated: false, outcome, complaints: [] };
  } finally {
    await site.close();
  }
}

function faultsOf({ cannot, onServer }: BundlerCase, telling: Telling, expected: Bits): string[] {
  const { where, isolated, outcome, complaints } = telling;
  const place = `${where}, ${isolated ? "isolated" : "not isolated"}`;
  if (cannot !== undefined) {
    return outcome.error?.includes(cannot.says)
      ? []
      : [
          `${place}: expected an error that says ${cannot.says}, received ${outcome.error ?? "none: declare it to work"}`,
        ];
  }
  if (outcome.error !== undefined) return [`${place}: ${[outcome.error, ...complaints].join("; ")}`];
  const threads = isolated ? 2 : 1;
  return [
    ...(onServer || outcome.threads === threads ? [] : [`${place}: ${outcome.threads} threads instead of ${threads}`]),
    ...(JSON.stringify(outcome.bits) === JSON.stringify(expected) ? [] : [`${place}: other bits than Node's`]),
    ...complaints.map((complaint) => `${place}: ${complaint}`),
  ];
}

function seen(tellings: readonly Telling[]): string {
  const places = [...new Set(tellings.map(({ where }) => where))].join(" and ");
  const isolated = tellings.some((telling) => telling.isolated);
  return `${places}: ${isolated ? "2 threads isolated, 1 otherwise; " : ""}Node's bits`;
}
