/**
 * Starting in browsers: from the usual place, from a CDN, under a Content-Security-Policy, many times; and every way
 * it can fail, each of which says what is wrong with which file. Nothing hangs.
 */
import { afterAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { CDN_HEADERS, type ServerOptions, serveRepository } from "./server.js";

afterAll(closeBrowsers);

const CSP = "content-security-policy";
const NO_COEP = { omit: ["cross-origin-embedder-policy"] };
const NOT_FOUND = { status: 404, body: "not found", headers: { "content-type": "text/plain" } };
const status = (status: number) => ({ status, body: "no", headers: { "content-type": "text/plain" } });
const TEXT = { headers: { "content-type": "text/plain" } };
const ELSEWHERE = { status: 302, body: "", headers: { location: "/test/runtime/page.html" } };
const PAGE = { body: "<!doctype html>", headers: { "content-type": "text/html" } };
const GOOD_CSP = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; img-src data:";

const FAILURES: [title: string, options: Omit<ServerOptions, "isolated">, message: RegExp][] = [
  ["a missing wasm file", { replace: { "engine-threads.wasm": NOT_FOUND } }, /engine-threads\.wasm .*404.*wasmUrl/],
  ["a page for the wasm file", { replace: { "engine-threads.wasm": PAGE } }, /engine-threads\.wasm .*"text\/html"/],
  ["bytes that are no wasm", { replace: { "engine-threads.wasm": { body: "nonsense" } } }, /threads\.wasm .*magic/],
  ["a missing worker", { replace: { "worker-threads.js": NOT_FOUND } }, /worker-threads\.js: .*404.*workerUrl/],
  ["a page for the worker", { replace: { "worker-threads.js": PAGE } }, /worker-threads\.js: .*text\/html/],
  [
    "a worker that is plain text",
    { replace: { "worker-threads.js": TEXT } },
    /plain.* → let the server send it as text/,
  ],
  ["a forbidden worker", { replace: { "worker-threads.js": status(403) } }, /threads\.js: .*403 → let the server give/],
  ["a forbidden wasm file", { replace: { "threads.wasm": status(403) } }, /threads\.wasm: .*403 → let the server give/],
  ["a server in trouble", { replace: { "threads.wasm": status(503) } }, /threads\.wasm: .*503 → see what is wrong/],
  [
    "a login page",
    { replace: { "threads.wasm": ELSEWHERE } },
    /redirects to .*page\.html, which answers .*"text\/html/,
  ],
  ["a broken worker", { replace: { "worker-threads.js": { body: "}{" } } }, /worker-threads\.js: /],
  ["a worker without COEP", { replace: { "worker-threads.js": NO_COEP } }, /worker-threads\.js: .*Embedder-Policy/],
  ["a CSP against wasm", { headers: { [CSP]: "script-src 'self'" } }, /threads\.wasm .*wasm-unsafe-eval/],
  [
    "a CSP against addresses that are no trusted types",
    { headers: { [CSP]: "require-trusted-types-for 'script'; trusted-types 'none'" } },
    /worker-threads\.js: the browser refuses it .* → allow trusted-types fashion-wasm .*engine: "local"/,
  ],
  ["a CSP against workers", { headers: { [CSP]: "worker-src 'none'" } }, /\.js: .*worker-src/],
];

inBrowsers("start", (_, open) => {
  async function start(options: ServerOptions, call: string): Promise<unknown> {
    const server = await serveRepository(options);
    try {
      const page = await open(server.origin);
      const outcome = await page.evaluate(call);
      await page.close();
      return outcome;
    } finally {
      await server.close();
    }
  }
  const started = (info: object) => ({ value: { parameters: 51, info: expect.objectContaining(info) } });
  const threads = started({ build: "threads", threads: 2, host: "worker", notice: "" });

  it("takes threads on an isolated page", async () => {
    expect(await start({ isolated: true }, "runtime.start({ threads: 2 })")).toEqual(threads);
  });

  it("takes one thread elsewhere, and says why", async () => {
    const notice = expect.stringMatching(/^1 thread instead of 2: .*Cross-Origin-Opener-Policy/);
    expect(await start({ isolated: false }, "runtime.start({ threads: 2 })")).toEqual(
      started({ build: "simd", notice }),
    );
  });

  it("starts under a Content-Security-Policy", async () => {
    const options = { isolated: true, headers: { [CSP]: GOOD_CSP } };
    expect(await start(options, "runtime.start({ threads: 2 })")).toEqual(threads);
  });

  it.each(["require-trusted-types-for 'script'", "require-trusted-types-for 'script'; trusted-types fashion-wasm"])(
    "starts under %s",
    async (csp) => {
      expect(await start({ isolated: true, headers: { [CSP]: csp } }, "runtime.start({ threads: 2 })")).toEqual(
        threads,
      );
    },
  );

  it("starts without the MIME type of wasm", async () => {
    const replace = { "engine-threads.wasm": { headers: { "content-type": "application/octet-stream" } } };
    expect(await start({ isolated: true, replace }, "runtime.start({ threads: 2 })")).toEqual(threads);
  });

  it("starts from another origin", async () => {
    const cdn = await serveRepository({ isolated: true, headers: CDN_HEADERS });
    try {
      const call = `runtime.start(${JSON.stringify({ base: cdn.origin, threads: 2 })})`;
      expect(await start({ isolated: true }, call)).toEqual(threads);
    } finally {
      await cdn.close();
    }
  });

  it("starts from where init says", async () => {
    const settings = { wasmUrl: "../../dist/engine-threads.wasm", workerUrl: "/dist/engine-worker-threads.js" };
    const call = `runtime.start(${JSON.stringify({ settings, threads: 2 })})`;
    expect(await start({ isolated: true }, call)).toEqual(threads);
  });

  it("takes addresses of init as the page's links are", async () => {
    const base = 'document.head.prepend(Object.assign(document.createElement("base"), { href: "/dist/" }))';
    const call = `${base}; runtime.start({ settings: { baseUrl: "." }, threads: 2 })`;
    expect(await start({ isolated: true }, call)).toEqual(threads);
  });

  it("keeps what addresses of init were relative to", async () => {
    const call = `import("/dist/browser/engine.js").then(async ({ createEngine, init }) => {
      await init({ wasmUrl: "../../dist/engine-simd.wasm", workerUrl: "../../dist/engine-worker-simd.js" });
      history.pushState({}, "", "/a/b/c/d");
      const engine = await createEngine({ threads: 1 });
      await engine.dispose();
      return engine.info.host;
    })`;
    expect(await start({ isolated: false }, call)).toBe("worker");
  });

  it("starts forty times in a row", async () => {
    expect(await start({ isolated: true }, "runtime.rounds({ rounds: 40, threads: 2 })")).toBe(40);
  });

  it("starts ten times in a row with a module of the page, which threads may get sooner than they listen", async () => {
    const options = '{ rounds: 10, threads: 2, compile: "/dist/engine-threads.wasm" }';
    expect(await start({ isolated: true }, `runtime.rounds(${options})`)).toBe(10);
  });

  it.each(FAILURES)("says what is wrong: %s", async (_, options, message) => {
    const outcome = await start({ isolated: true, ...options }, "runtime.start({ threads: 2 })");
    const error = { code: "ENGINE_START_FAILED", message: expect.stringMatching(message) };
    expect(outcome).toMatchObject({ error });
  });
});
