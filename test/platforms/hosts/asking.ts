/**
 * Asks one host in one browser what its case says, each time on a page of its own.
 */
import type { Page } from "puppeteer-core";
import { type Answer, CDN_HEADERS, type Server } from "../../runtime/server.js";
import type { HostCase, HostKind, Request } from "./cases.js";
import { serveHosts } from "./files.js";

/** What came back: a value, what the package threw, or what the host itself said. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
  readonly host?: string;
}

/** What every outcome of a case is, and the browser's version. */
export interface Asked {
  readonly outcomes: readonly Outcome[];
  readonly browser: string;
}

/** Where the package comes from, and the bundle of a case that is `classic`. */
export interface Sources {
  /** The package's folder; default: the repository. */
  readonly root?: URL;
  readonly bundle?: string;
  /** Answers in place of files, by the end of their path. */
  readonly replace?: Readonly<Record<string, Answer>>;
}

/** Asks all that `host` says; `open` is from ../../runtime/browsers.ts. */
export async function askHost(
  host: HostCase,
  open: (origin: string, path: string) => Promise<Page>,
  { root, bundle, replace = {} }: Sources = {},
): Promise<Asked> {
  const from = root === undefined ? {} : { root };
  const cdn = await serveHosts({ isolated: true, headers: CDN_HEADERS, ...from });
  const servers: Server[] = [cdn];
  try {
    const { isolated = false, csp, cors, foreign, classic } = host;
    const headers = {
      ...(csp === undefined ? {} : { "content-security-policy": csp.replaceAll("CDN", cdn.origin) }),
      ...(cors ? CDN_HEADERS : {}),
    };
    const scripts = bundle === undefined ? {} : { "/hosts-bundle.js": { body: bundle } };
    const server = await serveHosts({ isolated, headers, replace: { ...replace, ...scripts }, ...from });
    servers.push(server);
    const script = foreign ? cdn.origin : classic ? "/hosts-bundle.js" : undefined;
    const outcomes: Outcome[] = [];
    let browser = "";
    for (const request of host.asked) {
      const page = await open(server.origin, "/hosts/page.html");
      browser = await page.browser().version();
      outcomes.push(await answer(page, host.kind, request, script));
      await page.close();
    }
    return { outcomes, browser: /\d+/.exec(browser)?.[0] ?? browser };
  } finally {
    for (const server of servers) await server.close();
  }
}

/** Asks the host of a page that is open. */
export async function answer(page: Page, kind: HostKind, request: Request, script?: string): Promise<Outcome> {
  const args = [kind, request, ...(script === undefined ? [] : [script])].map((one) => JSON.stringify(one));
  return (await page.evaluate(`runtime.ask(${args.join()})`)) as Outcome;
}
