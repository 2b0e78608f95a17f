/**
 * What `init` of this entry overrides: where its wasm file and its worker's script come from, the memory limit.
 */
import {
  checkInit,
  DEFAULT_MEMORY_MIB,
  keptBase,
  keptSource,
  SOURCES,
  type Sources,
  type WasmSource,
  wasmSource,
  workerSource,
} from "../engine/sources.js";
import { invalidOption, optionsObject } from "../options/check.js";
import { PHOTO_WORKER, photoWorkerAddress } from "../photo/worker-address.js";
import type { HostUrl, WasmModule } from "../platform/host-types.js";
import { inferenceScript, inferenceWasm } from "../platform/packaged/inference-files.js";
import { keptWasmFile, type WasmFileSource } from "../wasm/wasm-file-source.js";

/** Options of {@link init}. */
export interface InferenceInitOptions {
  /**
   * Address of a folder with the files of the package, as `npx fashion-wasm assets FOLDER` makes it, or dist/ of the package;
   * relative to the page in browsers, a path or URL in Node. The options for single files go before it.
   */
  readonly baseUrl?: string | HostUrl | undefined;
  /** Address of `inference-simd.wasm`; relative to the page in browsers, a path or URL in Node. */
  readonly wasmUrl?: string | HostUrl | undefined;
  /** Its bytes. */
  readonly wasmBytes?: ArrayBuffer | SharedArrayBuffer | Uint8Array | undefined;
  /** The same, compiled. */
  readonly module?: WasmModule | undefined;
  /** Address of the worker's script, `inference-worker.js`. */
  readonly workerUrl?: string | HostUrl | undefined;
  /** `data.wasm`, which prepares photos: its address, its bytes, or itself compiled; for what is loaded later. */
  readonly dataWasm?: WasmFileSource | undefined;
  /** Address of the script of the workers that prepare photos, `photo-worker.js`. */
  readonly photoWorkerUrl?: string | HostUrl | undefined;
  /** Limit of a model's wasm memory in MiB, 16 to 4096; default 1024. Half and a quarter are tried when refused. */
  readonly maxMemoryMiB?: number | undefined;
}

const FILES = [...SOURCES, PHOTO_WORKER];

let settings: Sources & {
  readonly maxMemoryMiB?: number | undefined;
  readonly baseUrl?: string | undefined;
  readonly dataWasm?: WasmFileSource | undefined;
  readonly photoWorkerUrl?: string | undefined;
} = {};

/**
 * Sets where models loaded from now on take their files from; each call replaces the settings before.
 *
 * @param options none of it is needed when the package's files lie where npm put them.
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option or a value out of range.
 */
export async function init(options?: InferenceInitOptions): Promise<void> {
  const names = ["baseUrl", ...FILES.map(([name]) => name), "dataWasm", "maxMemoryMiB"] as const;
  const checked = optionsObject("init", options, names);
  const dataWasm = keptWasmFile("dataWasm", checked.dataWasm);
  checkInit(checked);
  const kept: Record<string, unknown> = { baseUrl: keptBase(checked.baseUrl) };
  for (const [name, kind, valid] of FILES) {
    if (checked[name] === undefined) continue;
    if (!valid(checked[name])) throw invalidOption("init", name, checked[name], kind);
    kept[name] = keptSource(name, checked[name]);
  }
  settings = { ...checked, ...kept, dataWasm } as typeof settings;
}

/** Where `init` said that the data file is. */
export function dataWasmSetting(): WasmFileSource | undefined {
  return settings.dataWasm;
}

/** Where the script of the workers that prepare photos is. Errors: ENGINE_START_FAILED where nobody knows. */
export function photoWorkerSetting(): string {
  return photoWorkerAddress(settings.photoWorkerUrl, settings.baseUrl);
}

/** The limit of a model's wasm memory in MiB. */
export function memorySetting(): number {
  return settings.maxMemoryMiB ?? DEFAULT_MEMORY_MIB;
}

/** The folder that `init` named, as an absolute URL that ends with a slash. */
export function baseSetting(): string | undefined {
  return settings.baseUrl;
}

/** Where the wasm file comes from. Errors: ENGINE_START_FAILED where nobody knows. */
export function wasmSetting(): WasmSource {
  return wasmSource(settings, settings.baseUrl, inferenceWasm);
}

/** Where the worker's script comes from. Errors: ENGINE_START_FAILED where nobody knows. */
export function workerSetting(): string {
  return workerSource(settings, settings.baseUrl, inferenceScript);
}
