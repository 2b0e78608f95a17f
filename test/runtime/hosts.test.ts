/**
 * Hosts that are no page: service worker, shared worker, sandboxed frame, and a page under a strict policy. A few of what
 * test/platforms tries in all.
 */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askHost } from "../platforms/hosts/asking.js";
import { HOST_CASES, type HostCase, read } from "../platforms/hosts/cases.js";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { sixtyImages } from "./sixty-images.js";
import { twentySteps } from "./twenty-steps.js";

/** The cases by their id, and which of what they ask. */
const SOME: readonly (readonly [id: string, places: readonly number[]])[] = [
  ["service", [0, 1]],
  ["service-worker", [0]],
  ["shared", [0]],
  ["shared-worker", [0]],
  ["frame", [0]],
  ["frame-worker", [1]],
  ["frame-csp", [0]],
  ["csp-default", [1, 3]],
  ["csp-cdn-worker", [0]],
];

let expected: Record<"predict" | "train" | "read", unknown>;
beforeAll(async () => {
  const train = await twentySteps(fashion, { threads: 1 });
  expected = { predict: await sixtyImages(inference, { engine: "local" }), train, read: [500, 28, 28, 1] };
});
afterAll(closeBrowsers);

inBrowsers("hosts", ({ name }, open) => {
  it.each(SOME)("%s", async (id, places) => {
    const host = HOST_CASES.find((one) => one.id === id);
    if (host === undefined) throw new Error(`there is no case ${id}`);
    const asked = places.flatMap((place) => host.asked[place] ?? []);
    expect(asked).toHaveLength(places.length);
    const { outcomes } = await askHost({ ...host, asked }, open);
    const { fails } = host;
    const wanted = asked.map(({ task }) =>
      fails?.in.includes(name)
        ? { error: { name: "FashionWasmError", message: expect.stringMatching(fails.message) } }
        : { value: expected[task] },
    );
    expect(outcomes).toMatchObject(wanted);
  });

  it.each(["worker", "shared", "frame"])("%s reads data", async (id) => {
    const host = HOST_CASES.find((one) => one.id === id) as HostCase;
    expect((await askHost({ ...host, asked: [read] }, open)).outcomes).toEqual([{ value: expected.read }]);
  });

  it("a service worker says that it cannot read data, and what to do", async () => {
    const host = HOST_CASES.find(({ id }) => id === "service") as HostCase;
    const { outcomes } = await askHost({ ...host, asked: [read] }, open);
    const message = expect.stringMatching(
      /^the part of the package that reads data sets cannot be loaded: .* → module service workers refuse import\(\): call this in the page/,
    );
    expect(outcomes).toEqual([{ error: { name: "FashionWasmError", code: "DOWNLOAD_FAILED", message } }]);
  });

  it("a sandboxed frame says what is missing", async () => {
    const frame = HOST_CASES.find(({ id }) => id === "frame-worker") as HostCase;
    const replace = {
      "inference-worker.js": { status: 404, body: "not found", headers: { "content-type": "text/plain" } },
    };
    const { outcomes } = await askHost({ ...frame, asked: frame.asked.slice(0, 1) }, open, { replace });
    const message = expect.stringMatching(/inference-worker\.js: the server answers 404/);
    expect(outcomes).toMatchObject([{ error: { name: "FashionWasmError", message } }]);
  });
});
