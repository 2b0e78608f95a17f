/**
 * The hosts that are tried in browsers, with what each is asked; and of what cannot work, the message that has to come.
 */

/** What a host is asked, as page.js takes it. */
export interface Request {
  readonly task: "predict" | "train" | "read";
  readonly options: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What page.js can make. */
export type HostKind = "page" | "worker" | "sharedWorker" | "serviceWorker" | "background" | "sandboxedFrame";

/** A host, and how it is tried. */
export interface HostCase {
  readonly id: string;
  readonly name: string;
  readonly settings: string;
  readonly kind: HostKind;
  readonly asked: readonly Request[];
  /** Sent with every answer; CDN stands for the other origin. */
  readonly csp?: string;
  readonly isolated?: boolean;
  /** The package comes from another origin. */
  readonly foreign?: boolean;
  /** Files may be read by pages of other origins. */
  readonly cors?: boolean;
  /** The script of the host is a bundle in one classic script. */
  readonly classic?: boolean;
  /** Of what cannot work: in which browsers, why, and what the error says. */
  readonly fails?: { readonly in: readonly string[]; readonly why: string; readonly message: RegExp };
}

const BOTH = ["Chromium", "Firefox"];
export const predictLocal: Request = { task: "predict", options: { engine: "local" } };
export const predict: Request = { task: "predict", options: { engine: "worker" } };
export const trainLocal: Request = { task: "train", options: { engine: "local", threads: 1 } };
export const read: Request = { task: "read", options: {} };
const train: Request = { task: "train", options: { threads: 1 } };
export const trainOnTwo: Request = { task: "train", options: { threads: 2 } };

const local = [predictLocal, trainLocal];
const inWorkers = [predict, train];
const all = [predictLocal, predict, trainLocal, trainOnTwo];

const WASM = "script-src 'self' 'wasm-unsafe-eval'";
const withCsp = (csp: string) => ({ kind: "page", csp, isolated: true, settings: `\`${csp}\`` }) as const;
const AS_IT_COMES = "as it comes";
const LOCAL = '`engine: "local"`';

/** All of them, in the order of the document. */
export const HOST_CASES: readonly HostCase[] = [
  { id: "page", name: "Page, plain files", settings: AS_IT_COMES, kind: "page", asked: [...local, ...inWorkers] },
  { id: "isolated", name: "Page, plain files", settings: "COOP, COEP", kind: "page", isolated: true, asked: all },
  {
    ...{ id: "cdn", name: "Page, package from another origin", settings: "CORS", kind: "page", foreign: true },
    asked: [...local, ...inWorkers],
  },
  {
    ...{ id: "cdn-isolated", name: "Page, package from another origin", kind: "page", foreign: true, isolated: true },
    ...{ settings: "COOP, COEP; CORS, `Cross-Origin-Resource-Policy: cross-origin`", asked: all },
  },
  { id: "worker", name: "Dedicated worker", settings: "COOP, COEP", kind: "worker", isolated: true, asked: all },
  { id: "shared", name: "Shared worker", settings: LOCAL, kind: "sharedWorker", asked: local },
  {
    ...{ id: "shared-worker", name: "Shared worker", settings: AS_IT_COMES, kind: "sharedWorker", asked: inWorkers },
    fails: {
      in: ["Chromium"],
      why: "there is no `Worker` in shared workers",
      message: /^engine: there is no Worker here: .*shared workers.* → .*engine: "local"/,
    },
  },
  { id: "service", name: "Service worker, a module", settings: LOCAL, kind: "serviceWorker", asked: local },
  {
    ...{ id: "service-worker", name: "Service worker, a module", settings: AS_IT_COMES, kind: "serviceWorker" },
    asked: inWorkers,
    fails: {
      in: BOTH,
      why: "there is no `Worker` in service workers",
      message: /^engine: there is no Worker here: .*service workers.* → .*engine: "local"/,
    },
  },
  {
    ...{ id: "service-classic", name: "Service worker, one classic script by esbuild", kind: "serviceWorker" },
    ...{ settings: `${LOCAL}, \`init({ baseUrl })\``, classic: true },
    asked: local.map((request) => ({ ...request, settings: { baseUrl: "/dist/" } })),
  },
  {
    ...{ id: "frame", name: '`<iframe sandbox="allow-scripts">`', kind: "sandboxedFrame", cors: true, asked: local },
    settings: `CORS, ${LOCAL}`,
  },
  {
    ...{ id: "frame-worker", name: '`<iframe sandbox="allow-scripts">`', kind: "sandboxedFrame", cors: true },
    ...{ settings: "CORS", asked: inWorkers },
  },
  {
    ...{ id: "frame-csp", name: '`<iframe sandbox="allow-scripts">`', kind: "sandboxedFrame", cors: true },
    ...{ settings: "CORS; `worker-src 'self'`", csp: "worker-src 'self'", asked: inWorkers },
    fails: {
      in: BOTH,
      why: "the policy refuses the worker, which is of no origin",
      message: /\.js: .*Content-Security-Policy \(worker-src blob:; script-src http.*\) or by allow-same-origin/,
    },
  },
  { ...withCsp(`${WASM}; worker-src 'self'`), id: "csp", name: "Content-Security-Policy", asked: all },
  {
    ...withCsp(`default-src 'self'; ${WASM}; worker-src 'self'`),
    ...{ id: "csp-default", name: "Content-Security-Policy", asked: all },
  },
  {
    ...withCsp("script-src 'self'"),
    ...{ id: "csp-wasm", name: "Content-Security-Policy", asked: all },
    fails: {
      in: BOTH,
      why: "the policy refuses WebAssembly",
      message: /\.wasm .* → allow 'wasm-unsafe-eval' in the script-src of the Content-Security-Policy/,
    },
  },
  {
    ...withCsp(`${WASM}; worker-src 'none'`),
    ...{ id: "csp-worker", name: "Content-Security-Policy", asked: inWorkers },
    fails: { in: BOTH, why: "the policy refuses workers", message: /\.js: .*Content-Security-Policy.*worker-src/ },
  },
  {
    ...withCsp(`${WASM}; connect-src 'none'`),
    ...{ id: "csp-connect", name: "Content-Security-Policy", asked: all },
    fails: {
      in: BOTH,
      why: "the policy refuses to fetch",
      message: /cannot download .* → .*Content-Security-Policy \(connect-src\)/,
    },
  },
  {
    ...withCsp(`script-src 'self' CDN 'wasm-unsafe-eval'; worker-src blob: CDN`),
    ...{ id: "csp-cdn", name: "Content-Security-Policy, package from another origin", foreign: true, asked: all },
  },
  {
    ...withCsp(`script-src 'self' CDN 'wasm-unsafe-eval'; worker-src 'self'`),
    ...{ id: "csp-cdn-worker", name: "Content-Security-Policy, package from another origin", foreign: true },
    asked: [predict, trainOnTwo],
    fails: {
      in: BOTH,
      why: "the policy refuses workers whose script is of another origin",
      message: /\.js: .*Content-Security-Policy.*worker-src .*blob:/,
    },
  },
];
