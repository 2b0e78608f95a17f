/**
 * The packed package in every host that a browser has, in Chromium and Firefox: Node's bits, or a message that names the
 * cause.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "../runtime/browsers.js";
import { sixtyImages } from "../runtime/sixty-images.js";
import { twentySteps } from "../runtime/twenty-steps.js";
import { checkDocument } from "./checked-document.js";
import { askHost } from "./hosts/asking.js";
import { HOST_CASES, type HostCase, type Request } from "./hosts/cases.js";
import { classicBundle } from "./hosts/classic-bundle.js";
import { ASKED_OF_EXTENSION, askExtension, EXTENSION_SETTINGS, makeExtension } from "./hosts/extension.js";
import { keptRow, type Row } from "./kept-rows.js";
import { makeProject, packTarball, type Tarball } from "./projects.js";

const CHROMIUM = process.env.FASHION_WASM_CHROMIUM ?? "";
const group = "Hosts";
const rows: Row[] = [];
let tarball: Tarball;
let root: URL;
let expected: Record<Request["task"], unknown>;

beforeAll(async () => {
  tarball = packTarball();
  const project = makeProject("hosts", tarball);
  root = pathToFileURL(join(project, "node_modules", "fashion-wasm", "/"));
  const train = await twentySteps(fashion, { threads: 1 });
  expected = { predict: await sixtyImages(inference, { engine: "local" }), train, read: [500, 28, 28, 1] };
}, 120_000);
afterAll(closeBrowsers);

inBrowsers("hosts", ({ name: browser }, open) => {
  it.each(HOST_CASES.map((host) => [`${host.name}, ${host.settings}`, host] as const))("%s", async (_, host) => {
    const find = async (): Promise<Row> => {
      const bundle = host.classic ? { bundle: await classicBundle(root) } : {};
      const asked = await askHost(host, open, { root, ...bundle });
      const fails = host.fails?.in.includes(browser) ? host.fails : undefined;
      for (const [i, outcome] of asked.outcomes.entries()) {
        const request = host.asked[i] as HostCase["asked"][number];
        if (fails === undefined) expect(outcome, JSON.stringify(request)).toEqual({ value: expected[request.task] });
        else {
          const error = { name: "FashionWasmError", message: expect.stringMatching(fails.message) };
          expect(outcome, JSON.stringify(request)).toMatchObject({ error });
        }
      }
      const version = `${browser} ${asked.browser}`;
      const result = fails === undefined ? tasks(host) : `${fails.why}: the error says so`;
      const { name, settings } = host;
      return { group, order: HOST_CASES.indexOf(host), name, version, settings, works: fails === undefined, result };
    };
    rows.push(await keptRow(`host-${host.id}-${browser}`, tarball.hash, find));
  });
});

describe.skipIf(CHROMIUM === "")("hosts, an extension of Chromium", () => {
  const name = "Extension (Manifest V3): page, dedicated and shared worker, service worker";
  const allowed = {
    id: "extension",
    settings: EXTENSION_SETTINGS,
    text: "`content_security_policy` with `'wasm-unsafe-eval'`, `cross_origin_embedder_policy`, `cross_origin_opener_policy`",
  };
  const plain = { id: "extension-plain", settings: {}, text: "as it comes" };

  it.each([allowed, plain])("$text", async ({ id, settings, text }) => {
    const find = async (): Promise<Row> => {
      const asked = await askExtension(makeExtension(id, root, settings), CHROMIUM);
      for (const [i, outcome] of asked.outcomes.entries()) {
        const [kind, { task }] = ASKED_OF_EXTENSION[i] as (typeof ASKED_OF_EXTENSION)[number];
        if (id === allowed.id) expect(outcome, kind).toEqual({ value: expected[task] });
        else expect(outcome.error?.message, kind).toMatch(/\.wasm .* → allow 'wasm-unsafe-eval'/);
      }
      const works = id === allowed.id;
      const result = works
        ? "predicts local and in a worker, trains on 2 threads: Node's bits"
        : "the policy refuses WebAssembly: the error says so";
      const [order, version] = [HOST_CASES.length + (works ? 0 : 1), `Chromium ${asked.version}`];
      return { group, order, name, version, settings: text, works, result };
    };
    rows.push(await keptRow(`host-${id}`, tarball.hash, find));
  });
});

describe("hosts", () => {
  it("stand in docs/platforms.md", () => {
    expect(rows).toHaveLength(2 * HOST_CASES.length + 2);
    checkDocument(group, merged(rows), new Set(rows.map(({ name }) => name)));
  });
});

/** What was done, in words. */
function tasks({ asked }: HostCase): string {
  const words = asked.map(({ task, options: { engine, threads = 1 } }) => {
    const place = engine === "local" ? "local" : threads === 1 ? "in a worker" : `on ${threads} threads`;
    return `${task === "train" ? "trains" : "predicts"} ${place}`;
  });
  return `${words.join(", ")}: Node's bits`;
}

/** Rows that differ in the browser only, as one. */
function merged(found: readonly Row[]): Row[] {
  const byText = new Map<string, Row>();
  for (const row of found) {
    const key = JSON.stringify({ ...row, version: "" });
    const before = byText.get(key);
    byText.set(key, before === undefined ? row : { ...row, version: `${before.version}, ${row.version}` });
  }
  return [...byText.values()];
}
