/**
 * What `init` overrides: where the wasm files and worker scripts come from, threads, the memory limit.
 *
 * Nothing needs it in the common case: all is found beside the bundle. The settings hold for engines made later.
 */
import { integerOption, invalidOption, optionsObject } from "../options/check.js";
import { typeName } from "../options/show.js";
import type { Build } from "../platform/build.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";
import { engineScripts, engineWasm } from "../platform/packaged/engine-files.js";
import {
  checkInit,
  DEFAULT_MEMORY_MIB,
  keptBase,
  keptSource,
  SOURCES,
  type WasmSource,
  wasmSource,
  workerSource,
} from "./sources.js";

/** One thing for the build that will be picked, or one for each: which is picked depends on the host and on `threads`. */
export type PerBuild<T> = T | { readonly simd?: T; readonly threads?: T };

/** Options of {@link init}. */
export interface InitOptions {
  /**
   * Address of a folder with the files of the package, as `npx fashion-wasm assets FOLDER` makes it, or dist/ of the package;
   * relative to the page in browsers, a path or URL in Node. The options for single files go before it.
   */
  readonly baseUrl?: string | HostUrl;
  /** Address of the wasm file; relative to the page in browsers, a path or URL in Node. */
  readonly wasmUrl?: PerBuild<string | HostUrl>;
  /** The bytes of the wasm file. */
  readonly wasmBytes?: PerBuild<ArrayBuffer | SharedArrayBuffer | Uint8Array>;
  /** The compiled wasm file. */
  readonly module?: PerBuild<WasmModule>;
  /** Address of the script of the engine's worker, and of its threads, which is one. */
  readonly workerUrl?: PerBuild<string | HostUrl>;
  /**
   * Threads to compute with, 1 to 16; default: all cores, at most 16, and in Node on Linux no more than a quota of computing
   * time (`docker --cpus`, Kubernetes' CPU limits) feeds.
   */
  readonly threads?: number;
  /** Limit of an engine's wasm memory in MiB, 16 to 4096; default 1024. Half and a quarter are tried when refused. */
  readonly maxMemoryMiB?: number;
}

/** The options of {@link init} by name. */
export const ENGINE_OPTIONS = [
  "baseUrl",
  "wasmUrl",
  "wasmBytes",
  "module",
  "workerUrl",
  "threads",
  "maxMemoryMiB",
] as const;

let settings: Omit<InitOptions, "baseUrl"> & { readonly baseUrl?: string | undefined } = {};

/**
 * Sets where engines made from now on come from, and what they may use; each call replaces the settings before.
 *
 * @param options see {@link InitOptions}; none of it is needed when the package's files lie where npm put them.
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option or a value out of range.
 */
export async function init(options?: InitOptions): Promise<void> {
  const checked = optionsObject("init", options, ENGINE_OPTIONS);
  checkInit(checked);
  checkThreads("init", checked.threads);
  const baseUrl = keptBase(checked.baseUrl);
  const kept: Record<string, unknown> = {};
  for (const [name, kind, valid] of SOURCES) {
    const value: unknown = checked[name];
    if (value === undefined) continue;
    const values = isPair(value) ? Object.values(value) : [value];
    const known = !isPair(value) || Object.keys(value).every((key) => key === "simd" || key === "threads");
    if (!known || values.length === 0 || !values.every(valid)) {
      throw invalidOption("init", name, value, `${kind}, or { simd, threads } with one for each build`);
    }
    kept[name] = isPair(value)
      ? Object.fromEntries(Object.entries(value).map(([build, one]) => [build, keptSource(name, one)]))
      : keptSource(name, value);
  }
  settings = { ...checked, ...kept, baseUrl };
}

/** Checks a number of threads that was asked for; `undefined` leaves the choice to the engine. */
export function checkThreads(where: string, threads: unknown): number | undefined {
  return threads === undefined ? undefined : integerOption(where, "threads", threads, { min: 1, max: 16 });
}

/** The number of threads that `init` asked for. */
export function threadsSetting(): number | undefined {
  return settings.threads;
}

/** The memory limit in MiB. */
export function memorySetting(): number {
  return settings.maxMemoryMiB ?? DEFAULT_MEMORY_MIB;
}

/** The folder that `init` named, as an absolute URL that ends with a slash. */
export function baseSetting(): string | undefined {
  return settings.baseUrl;
}

/** Where the wasm file of `build` comes from. Errors: ENGINE_START_FAILED where nobody knows. */
export function wasmSetting(build: Build): WasmSource {
  const { baseUrl, module, wasmBytes, wasmUrl } = settings;
  const sources = { module: pick(module, build), wasmBytes: pick(wasmBytes, build), wasmUrl: pick(wasmUrl, build) };
  return wasmSource(sources, baseUrl, engineWasm[build]);
}

/** Where the worker script of `build` comes from. Errors: ENGINE_START_FAILED where nobody knows. */
export function workerSetting(build: Build): string {
  return workerSource({ workerUrl: pick(settings.workerUrl, build) }, settings.baseUrl, engineScripts[build]);
}

function pick<T>(value: PerBuild<T> | undefined, build: Build): T | undefined {
  return isPair<T>(value) ? value[build] : value;
}

function isPair<T>(value: unknown): value is { readonly simd?: T; readonly threads?: T } {
  return value !== null && typeof value === "object" && typeName(value) === "Object";
}
