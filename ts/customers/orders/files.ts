/**
 * The files of orders: given one or several, opened as often as needed.
 */
import { openBytes } from "#platform/open-bytes";
import { checkSource } from "../../data/check-source.js";
import { nameOf } from "../../data/source-name.js";
import { FashionWasmError } from "../../errors.js";
import { isKind } from "../../options/kinds.js";
import type { ByteSource } from "../../platform/byte-source.js";
import type { Chunks } from "../../platform/chunks.js";
import { inflated } from "./inflated.js";

/** A file of orders. */
export interface OrderSource {
  readonly name: string;
  /** Its bytes, inflated. Errors: those of reading; IO for a stream that was read before, with `why` it is read again. */
  open(signal: AbortSignal | undefined, why?: string, onRead?: (bytes: number) => void): Promise<Chunks>;
}

/** Whether there are several, and not the bytes of one. */
function isSeveral(sources: unknown): sources is readonly ByteSource[] {
  return Array.isArray(sources);
}

/** The sources, checked. Errors: INVALID_ARGUMENT. */
export function orderSources(where: string, sources: ByteSource | readonly ByteSource[]): OrderSource[] {
  if (!isSeveral(sources)) return [orderSource(where, sources, "sources", "the orders")];
  if (sources.length === 0) {
    throw new FashionWasmError("INVALID_ARGUMENT", `${where}: sources is an empty list → give at least one file`);
  }
  return sources.map((source, i) => orderSource(where, source, `sources[${i}]`, `orders ${i + 1}`));
}

/** One source, checked. Errors: INVALID_ARGUMENT. */
export function orderSource(where: string, given: unknown, option: string, otherwise: string): OrderSource {
  const source = checkSource(where, option, given);
  const name = nameOf(source, otherwise);
  let isSpent = false;
  return {
    name,
    async open(signal, why = "", onRead = undefined) {
      if (isSpent) {
        const what = `${name}: has to be read twice, because ${why}, and a stream can be read once`;
        throw new FashionWasmError("IO", `${what} → give a file, a Blob or bytes`);
      }
      isSpent = isStream(source);
      const chunks = await openBytes(source, { where, ...(signal && { signal }) });
      return inflated(onRead === undefined ? chunks : told(chunks, onRead), name);
    },
  };
}

function isStream(source: ByteSource): boolean {
  if (typeof source !== "object" || isKind(source, "Uint8Array")) return false;
  return "getReader" in source || Symbol.asyncIterator in source;
}

async function* told(chunks: Chunks, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of chunks) {
    yield chunk;
    read += chunk.length;
    onRead(read);
  }
}
