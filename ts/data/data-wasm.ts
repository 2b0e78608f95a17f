/**
 * The wasm file that reads tables and images (crates/data): fetched when something first needs it.
 *
 * It computes on the caller's thread; callers feed it in pieces and pause. An error of its own comes as `{ code, message }`
 * and lacks the file's name, which is put before it here.
 */
import { dataWasmFile } from "#platform/data-wasm";
import { memoryLimit } from "#platform/memory-limit";
import { absoluteUrl, compileFrom } from "#platform/wasm";
import { CsvImages, decodeImage, encodePng, imageSize, initSync, sheetPng } from "#wasm-data";
import { type ErrorCode, FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isKind, messageOf, ownModule } from "../options/kinds.js";
import type { DataWasmSource } from "./data-wasm-source.js";

/** What the wasm file exports, and {@link named}, through which it is called. */
export interface DataWasm {
  readonly CsvImages: typeof CsvImages;
  readonly decodeImage: typeof decodeImage;
  readonly encodePng: typeof encodePng;
  readonly imageSize: typeof imageSize;
  readonly sheetPng: typeof sheetPng;
  readonly named: typeof named;
}

let source: DataWasmSource | undefined;
let loading: Promise<DataWasm> | undefined;

/** Says where the wasm file is, if not beside the others; without effect once it was loaded. */
export function setDataWasm(value: DataWasmSource | undefined): void {
  source = value;
}

/** The wasm file, ready. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY; then the next call tries again. */
export function dataWasm(): Promise<DataWasm> {
  loading ??= load().catch((cause: unknown) => {
    loading = undefined;
    throw new FashionWasmError(
      isOutOfMemory(cause) ? "OUT_OF_MEMORY" : "ENGINE_START_FAILED",
      `the reader of tables and images (${describe()}) cannot be started: ${reasonOf(cause)}`,
      { cause },
    );
  });
  return loading;
}

function reasonOf(cause: unknown): string {
  if (typeof WebAssembly === "undefined") return "this host has no WebAssembly → read images elsewhere";
  const reason = messageOf(cause);
  if (isOutOfMemory(cause)) {
    return `the host refuses its memory${memoryLimit() === null ? " → dispose() of models that are done" : `: ${memoryLimit()}`}`;
  }
  const advice = "serve data.wasm beside the other files, or say where it is with init({ dataWasm })";
  return reason.includes("→") ? reason : `${reason} → ${advice}`;
}

/** What V8 and SpiderMonkey say of a memory they do not make. */
function isOutOfMemory(cause: unknown): boolean {
  return isKind(cause, "Error") && cause.name === "RangeError" && /memory/i.test(cause.message);
}

async function load(): Promise<DataWasm> {
  initSync({ module: await compiled() });
  return { CsvImages, decodeImage, encodePng, imageSize, sheetPng, named };
}

async function compiled(): Promise<WebAssembly.Module> {
  if (isKind(source, "WebAssembly.Module")) return ownModule(source);
  const bytes = bytesOf(source);
  if (bytes !== undefined) return WebAssembly.compile(bytes as BufferSource);
  return compileFrom(absoluteUrl((source as string | URL | undefined) ?? dataWasmFile()));
}

function describe(): string {
  return isAddress(source) ? String(source) : "data.wasm";
}

/** Does `work` with the wasm file; its errors get `name` before them, a fault of it gets the code `faultCode`. */
function named<T>(name: string, faultCode: ErrorCode, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError) {
      throw new FashionWasmError(faultCode, `${name}: the reader failed (${error.message})`, { cause: error });
    }
    const { code, message } = error as { code?: ErrorCode; message?: string };
    if (isKind(error, "Error") || code === undefined) throw error;
    throw new FashionWasmError(code, `${name}: ${message}`);
  }
}
