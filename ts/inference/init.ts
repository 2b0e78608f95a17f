/**
 * What `init` of this entry overrides: where its wasm file and its worker's script come from, the memory limit.
 */
import {
  checkInit,
  DEFAULT_MEMORY_MIB,
  keptSource,
  SOURCES,
  type Sources,
  type WasmSource,
  wasmSource,
  workerSource,
} from "../engine/sources.js";
import { invalidOption, optionsObject } from "../options/check.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";

/** Options of {@link init}. */
export interface InferenceInitOptions {
  /** Address of `inference-simd.wasm`; relative to the page in browsers, a path or URL in Node. */
  readonly wasmUrl?: string | HostUrl | undefined;
  /** Its bytes. */
  readonly wasmBytes?: ArrayBuffer | SharedArrayBuffer | Uint8Array | undefined;
  /** The same, compiled. */
  readonly module?: WasmModule | undefined;
  /** Address of the worker's script, `inference-worker.js`. */
  readonly workerUrl?: string | HostUrl | undefined;
  /** Limit of a model's wasm memory in MiB, 16 to 4096; default 1024. Half and a quarter are tried when refused. */
  readonly maxMemoryMiB?: number | undefined;
}

let settings: Sources & Pick<InferenceInitOptions, "maxMemoryMiB"> = {};

/**
 * Sets where models loaded from now on take their files from; each call replaces the settings before.
 *
 * @param options none of it is needed when the package's files lie where npm put them.
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option or a value out of range.
 */
export async function init(options?: InferenceInitOptions): Promise<void> {
  const names = [...SOURCES.map(([name]) => name), "maxMemoryMiB"] as const;
  const checked = optionsObject("init", options, names);
  checkInit(checked);
  const kept: Record<string, unknown> = {};
  for (const [name, kind, valid] of SOURCES) {
    if (checked[name] === undefined) continue;
    if (!valid(checked[name])) throw invalidOption("init", name, checked[name], kind);
    kept[name] = keptSource(name, checked[name]);
  }
  settings = { ...checked, ...kept };
}

/** The settings as an engine takes them. */
export function currentSettings(): {
  readonly wasm: WasmSource | undefined;
  readonly maxMemoryMiB: number;
  readonly script: string | undefined;
} {
  const { maxMemoryMiB = DEFAULT_MEMORY_MIB } = settings;
  return { wasm: wasmSource(settings), maxMemoryMiB, script: workerSource(settings) };
}
