/**
 * How a browser fetches and compiles a wasm file. Where the packaged ones lie: ../packaged.
 *
 * Compiling while the file arrives needs the MIME type application/wasm; any other type is read whole first.
 */
import { shownAddress } from "../address.js";
import { fetchAdvice } from "./fetch-advice.js";
import { checkFetch } from "./host.js";
import { answerOf, statusAdvice } from "./server-answer.js";

/** Fetches the wasm file at `address` and compiles it. */
export async function compileFrom(address: string): Promise<WebAssembly.Module> {
  checkFetch(address);
  const response = await fetch(address).catch((cause) => {
    throw new Error(`cannot download ${address}: ${cause.message}${fetchAdvice(cause)}`, { cause });
  });
  const answer = answerOf(response);
  if (!response.ok) {
    const advice = statusAdvice(response.status);
    throw new Error(advice === undefined ? answer : `cannot download ${shownAddress(address)}: ${answer} → ${advice}`);
  }
  const type = response.headers.get("content-type") ?? "";
  if (/^application\/wasm\s*($|;)/.test(type)) return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  if (new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength)).join() !== "0,97,115,109") {
    throw new Error(
      `${answer} ${bytes.byteLength} bytes of type "${type}" that are not WebAssembly${/html/i.test(type) ? ", a page in its place" : ""}`,
    );
  }
  return WebAssembly.compile(bytes);
}
