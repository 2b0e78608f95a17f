/**
 * Hosts that take the build for browsers and are none: Node under a condition "browser", edge runtimes, service workers.
 * What is missing there is said with its cause, not as the name of a global.
 */
import { FashionWasmError } from "../../errors.js";
import { noAddress, urlOf } from "../address.js";

const IN_NODE =
  'this is fashion-wasm\'s build for browsers, run by Node → import its build for Node: leave out --conditions=browser, or give the bundler or test runner the condition "node" (Jest with jsdom: testEnvironmentOptions.customExportConditions)';

/** Whether Node runs this code. In Electron it does, and has all that a page has. */
function isNode(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return process?.versions?.node !== undefined;
}

/** Whether a worker can be made here. */
export function hasWorkers(): boolean {
  return typeof Worker === "function";
}

/** Errors: ENGINE_START_FAILED where there are no workers. */
export function checkWorkers(): void {
  if (hasWorkers()) return;
  const advice =
    'service workers, shared workers in Chromium and edge runtimes have none → compute in this thread: engine: "local"; where nothing can be fetched, with the wasm file by init({ module }) or init({ wasmBytes })';
  throw new FashionWasmError("ENGINE_START_FAILED", `there is no Worker here: ${isNode() ? IN_NODE : advice}`);
}

/** The error where there is no TextDecoder, which jsdom in Jest lacks: neither files nor messages of an engine can be read. */
export function noTextDecoder(): FashionWasmError {
  const advice = isNode() ? `: ${IN_NODE}` : " → give this host one";
  return new FashionWasmError("ENGINE_START_FAILED", `engine: there is no TextDecoder here${advice}`);
}

/** Errors: DOWNLOAD_FAILED where nothing, or not this address, can be fetched. */
export function checkFetch(url: string | URL): void {
  if (typeof fetch !== "function") throw refusal(url, isNode() ? IN_NODE : "there is no fetch here → give the bytes");
  if (/^file:/i.test(String(url)) && isNode()) throw refusal(url, IN_NODE);
}

/** What a relative address is relative to: the page, or the worker's script. Undefined where there is neither. */
export function baseAddress(): string | undefined {
  return globalThis.document?.baseURI ?? globalThis.location?.href;
}

/** `address` as a URL, relative to `base` where there is one. Errors: INVALID_ARGUMENT, opened by `where`. */
export function hostUrl(where: string | undefined, address: string | URL, base: string | undefined): URL {
  const text = String(address);
  if (base === undefined && !URL.canParse(text)) {
    throw noAddress(
      where,
      text,
      `is not a URL${isNode() ? `: ${IN_NODE}` : " → give an absolute one: there is no page here"}`,
    );
  }
  return urlOf(where, text, base);
}

/** What to do where no place for data is known. */
export function noPlaceAdvice(): string {
  return isNode()
    ? IN_NODE
    : 'a browser has no place of its own for the data → give data: the URL of a folder with the four files, or data: "sample"';
}

function refusal(url: string | URL, why: string): FashionWasmError {
  return new FashionWasmError("DOWNLOAD_FAILED", `cannot download ${url}: ${why}`);
}
