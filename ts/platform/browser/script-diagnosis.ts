/**
 * Why a worker's script did not load, found out afterwards: the browser's own `error` event is empty then.
 *
 * Missing file, wrong MIME type, a missing Cross-Origin-Embedder-Policy, a Content-Security-Policy and a frame's sandbox all
 * look the same to the page, so the script is fetched once more and its answer read.
 */
import { isForeign } from "./origin.js";

const LOCAL = 'or compute in this thread: engine: "local"';

/** Resolves to what is wrong with the script at `url` and what to do about it; never rejects. */
export async function diagnoseScript(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-store" });
  } catch (error) {
    return `fetching it fails (${String(error)}) → check the address, CORS and the Content-Security-Policy`;
  }
  const type = response.headers.get("content-type") ?? "none";
  if (!response.ok)
    return `the server answers ${response.status} → serve the package's dist folder there, or init({ workerUrl })`;
  if (!/javascript|ecmascript/i.test(type)) {
    return `the server answers with the type ${type} → expected text/javascript (is it a page in place of the file?)`;
  }
  // Of another origin's answer only few headers can be read, and its script needs no such header.
  if (
    globalThis.crossOriginIsolated &&
    !isForeign(url) &&
    response.headers.get("cross-origin-embedder-policy") === null
  ) {
    return "the page is cross-origin isolated, but this answer has no Cross-Origin-Embedder-Policy header → send it with every response, not only with the page";
  }
  return `the file is there, yet ${refusal(url)}`;
}

function refusal(url: string): string {
  if (globalThis.origin === "null") {
    return `the browser refused to run it: this frame has no origin of its own → add allow-same-origin to its sandbox attribute, ${LOCAL}`;
  }
  const { origin, protocol } = new URL(url);
  const sources = isForeign(url) ? `blob: ${origin === "null" ? protocol : origin}` : "'self'";
  return `the browser refused to run it → allow it in the Content-Security-Policy (worker-src ${sources}), ${LOCAL}`;
}
