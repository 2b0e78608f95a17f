/**
 * What `init` overrides: where the wasm files and worker scripts come from, threads, the memory limit.
 *
 * Nothing needs it in the common case: all is found beside the bundle. The settings hold for engines made later.
 */
import { integerOption, invalidOption, optionsObject } from "../options/check.js";
import { typeName } from "../options/show.js";
import type { Build } from "../platform/build.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";
import {
  checkInit,
  DEFAULT_MEMORY_MIB,
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
  /** Address of the wasm file; relative to the page in browsers, a path or URL in Node. */
  readonly wasmUrl?: PerBuild<string | HostUrl>;
  /** The bytes of the wasm file. */
  readonly wasmBytes?: PerBuild<ArrayBuffer | SharedArrayBuffer | Uint8Array>;
  /** The compiled wasm file. */
  readonly module?: PerBuild<WasmModule>;
  /** Address of the engine's worker script; in the threads build, thread.js must lie beside it. */
  readonly workerUrl?: PerBuild<string | HostUrl>;
  /** Threads to compute with, 1 to 16; default: all cores, at most 16. */
  readonly threads?: number;
  /** Limit of an engine's wasm memory in MiB, 16 to 4096; default 1024. Half and a quarter are tried when refused. */
  readonly maxMemoryMiB?: number;
}

/** The options of {@link init} by name. */
export const ENGINE_OPTIONS = ["wasmUrl", "wasmBytes", "module", "workerUrl", "threads", "maxMemoryMiB"] as const;

let settings: Partial<InitOptions> = {};

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
  settings = { ...checked, ...kept };
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

/** Where the wasm file of `build` comes from, if not from its usual place. */
export function wasmSetting(build: Build): WasmSource | undefined {
  const { module, wasmBytes, wasmUrl } = settings;
  return wasmSource({ module: pick(module, build), wasmBytes: pick(wasmBytes, build), wasmUrl: pick(wasmUrl, build) });
}

/** Where the worker script of `build` comes from, if not from its usual place. */
export function workerSetting(build: Build): string | undefined {
  return workerSource({ workerUrl: pick(settings.workerUrl, build) });
}

function pick<T>(value: PerBuild<T> | undefined, build: Build): T | undefined {
  return isPair<T>(value) ? value[build] : value;
}

function isPair<T>(value: unknown): value is { readonly simd?: T; readonly threads?: T } {
  return value !== null && typeof value === "object" && typeName(value) === "Object";
}
