/**
 * Why a worker's script did not load, found out afterwards: the browser's own `error` event is empty then.
 *
 * Missing file, wrong MIME type, a missing Cross-Origin-Embedder-Policy, a Content-Security-Policy and a frame's sandbox all
 * look the same to the page, so the script is fetched once more and its answer read.
 */
import { placeAdvice } from "../packaged-url.js";
import { isForeign } from "./origin.js";
import { answerOf, statusAdvice } from "./server-answer.js";

/** Resolves to what is wrong with the script at `url` and what to do about it; never rejects. */
export async function diagnoseScript(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-store" });
  } catch (error) {
    return `fetching it fails (${String(error)}) → check the address, CORS and the Content-Security-Policy`;
  }
  const type = response.headers.get("content-type") ?? "none";
  const answer = answerOf(response);
  if (!response.ok) return `${answer} → ${statusAdvice(response.status) ?? placeAdvice(url, "workerUrl")}`;
  if (!/javascript|ecmascript/i.test(type)) {
    // A page in place of a file that is missing, or a server that does not know scripts.
    const advice = /html/i.test(type) ? placeAdvice(url, "workerUrl") : "let the server send it as text/javascript";
    return `${answer} with the type ${type}, a script has text/javascript → ${advice}`;
  }
  // Of another origin's answer only few headers can be read, and its script needs no such header.
  if (
    globalThis.crossOriginIsolated &&
    !isForeign(url) &&
    response.headers.get("cross-origin-embedder-policy") === null
  ) {
    return "the page is cross-origin isolated, but this answer has no Cross-Origin-Embedder-Policy header → send it with every response, not only with the page";
  }
  // A frame without an origin loads the script by importScripts, for which CORS is not enough.
  if (isSandboxed() && !(await fetch(url, { mode: "no-cors" }).catch(() => undefined))) {
    return "the page has a Cross-Origin-Embedder-Policy → send Cross-Origin-Resource-Policy: cross-origin with this file";
  }
  return `the file is there, yet the browser refused to run it → ${permission(url)}, or compute in this thread: engine: "local"`;
}

function isSandboxed(): boolean {
  return globalThis.origin === "null";
}

/** What a worker of this script takes. */
function permission(url: string): string {
  const policy = "allow it in the Content-Security-Policy";
  if (!isForeign(url)) return `${policy} (worker-src 'self')`;
  const { origin, protocol } = new URL(url);
  const script = origin === "null" ? protocol : origin;
  return isSandboxed()
    ? `${policy} (worker-src blob:; script-src ${script}) or by allow-same-origin in the frame's sandbox`
    : `${policy} (worker-src blob: ${script})`;
}
