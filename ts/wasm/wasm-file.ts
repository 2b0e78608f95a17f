/**
 * A wasm file of one entry of the package that is fetched when something first needs it: data.wasm, customers.wasm.
 *
 * It computes on the caller's thread, where callers feed it in pieces and pause; or in workers, which get it compiled.
 */
import { memoryLimit } from "#platform/memory-limit";
import { compileFrom } from "#platform/wasm";
import { FashionWasmError } from "../errors.js";
import { bytesOf, isAddress, isKind, messageOf, ownModule } from "../options/kinds.js";
import { shownAddress } from "../platform/address.js";
import { type PackagedFile, packagedUrl, singleFileAdvice } from "../platform/packaged-url.js";
import { type FileGlue, type InstanceKind, Instances, type ReadyWasm } from "./instances.js";
import type { WasmFileSource } from "./wasm-file-source.js";

/** Which file it is. */
export interface FileKind extends InstanceKind {
  readonly file: PackagedFile;
  /** What it is, in messages of a file that cannot be started. */
  readonly title: string;
  /** The option of `init` that says where it is. */
  readonly option: string;
}

/** Where a file is, and, once it was needed, itself. */
export class WasmFile<Glue extends FileGlue> {
  readonly #kind: FileKind;
  readonly #createGlue: () => Glue;
  readonly #base: () => string | undefined;
  readonly #source: () => WasmFileSource | undefined;
  #compiling: Promise<WebAssembly.Module> | undefined;
  #loading: Promise<ReadyWasm<Glue>> | undefined;

  /** The glue; and what the entry's `init` said: the folder of its files, and where this one is, if not beside the others. */
  constructor(
    kind: FileKind,
    createGlue: () => Glue,
    base: () => string | undefined,
    source: () => WasmFileSource | undefined,
  ) {
    this.#kind = kind;
    this.#createGlue = createGlue;
    this.#base = base;
    this.#source = source;
  }

  /** The wasm file, ready in this thread. Errors: ENGINE_START_FAILED, OUT_OF_MEMORY; then the next call tries again. */
  load(): Promise<ReadyWasm<Glue>> {
    this.#loading ??= this.#compiled().then((module) => new Instances(this.#kind, module, this.#createGlue));
    return this.#told(this.#loading);
  }

  /** The wasm file, compiled, for workers. Errors: as {@link load}. */
  module(): Promise<WebAssembly.Module> {
    return this.#told(this.#compiled());
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#compiling ??= compiled(this.#source(), this.#base(), this.#kind.file);
    return this.#compiling;
  }

  #told<T>(ready: Promise<T>): Promise<T> {
    const source = this.#source();
    const { title, file } = this.#kind;
    return ready.catch((cause: unknown) => {
      this.#compiling = this.#loading = undefined;
      throw new FashionWasmError(
        isOutOfMemory(cause) ? "OUT_OF_MEMORY" : "ENGINE_START_FAILED",
        `${title} (${describe(source, file)}) cannot be started: ${reasonOf(cause, this.#kind)}`,
        { cause },
      );
    });
  }
}

function reasonOf(cause: unknown, { file, option }: FileKind): string {
  if (typeof WebAssembly === "undefined") return "this host has no WebAssembly → take one that has it";
  const reason = messageOf(cause);
  if (isOutOfMemory(cause)) {
    return `the host refuses its memory${memoryLimit() === null ? " → dispose() of models that are done" : `: ${memoryLimit()}`}`;
  }
  return reason.includes("→") ? reason : `${reason} → ${singleFileAdvice(file, option)}`;
}

/** What V8 and SpiderMonkey say of a memory they do not make. */
function isOutOfMemory(cause: unknown): boolean {
  return isKind(cause, "Error") && cause.name === "RangeError" && /memory/i.test(cause.message);
}

async function compiled(
  source: WasmFileSource | undefined,
  base: string | undefined,
  file: PackagedFile,
): Promise<WebAssembly.Module> {
  if (isKind(source, "WebAssembly.Module")) return ownModule(source);
  const bytes = bytesOf(source);
  if (bytes !== undefined) return WebAssembly.compile(bytes as BufferSource);
  return compileFrom(isAddress(source) ? String(source) : packagedUrl(base, file));
}

function describe(source: WasmFileSource | undefined, { name }: PackagedFile): string {
  return isAddress(source) ? shownAddress(source) : name;
}
