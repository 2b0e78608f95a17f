/**
 * What a page fetches when: a page with arrays neither what reads data sets nor what concerns customers; each of them once, when
 * it is first needed; and what is said where one cannot be fetched.
 */
import { afterAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { type Answer, serveRepository } from "./server.js";

afterAll(closeBrowsers);

const LATER = /^\/dist\/browser\/(customers|readers)-\w+\.js$/;
const FAILURES: readonly (readonly [title: string, answer: Answer])[] = [
  ["missing", { status: 404, body: "not found", headers: { "content-type": "text/plain" } }],
  ["a page in its place", { body: "<!doctype html>", headers: { "content-type": "text/html" } }],
];

/** Code for a page: what two calls throw. */
const CALLS = `import("/dist/browser/index.js").then(({ dataset, readOrders }) =>
  Promise.all([dataset.fromCsv({ csv: "/x.csv" }), readOrders("/x.csv")].map((call) => call.catch((error) => error.code + " " + error.message))))`;

inBrowsers("scripts that are fetched later", (_, open) => {
  it("are not asked for by a page that trains on arrays, and once each by one that reads twice", async () => {
    const server = await serveRepository({ isolated: false });
    try {
      const page = await open(server.origin);
      const later = () => server.paths.filter((path) => LATER.test(path)).map((path) => LATER.exec(path)?.[1]);
      await page.evaluate("runtime.lives({ count: 1, threads: 1 })");
      expect(later()).toEqual([]);
      await page.evaluate('runtime.train({ threads: 1, engine: "local" })');
      await page.evaluate('runtime.train({ threads: 1, engine: "local" })');
      expect(later()).toEqual(["readers"]);
      await page.close();
    } finally {
      await server.close();
    }
  });

  it.each(FAILURES)("are told of where one is %s", async (_, answer) => {
    const server = await serveRepository({ isolated: false });
    const page = await open(server.origin);
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const isLater = LATER.test(new URL(request.url()).pathname);
      const { status = 200, body = "", headers = {} } = answer;
      void (isLater ? request.respond({ status, body: String(body), headers: { ...headers } }) : request.continue());
    });
    try {
      const advice = "cannot be loaded: .*-\\w+\\.js → check the connection, .*script-src.*, and reload the page$";
      const told = (part: string) =>
        expect.stringMatching(new RegExp(`^DOWNLOAD_FAILED the part of the package ${part} ${advice}`));
      expect(await page.evaluate(CALLS)).toEqual([told("that reads data sets"), told("for orders and customers")]);
    } finally {
      await page.close();
      await server.close();
    }
  });
});
