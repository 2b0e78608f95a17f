/**
 * `init` of the whole package: where its files come from, when not from their usual place, and what engines may use.
 *
 * Each room keeps its own: engine/settings.ts what concerns engines, wasm/file-settings.ts the files that are fetched when first
 * needed, photo/worker-setting.ts the workers that prepare photos.
 */
import { type InitOptions as EngineInitOptions, init as initEngines } from "./engine/engine.js";
import { baseSetting, ENGINE_OPTIONS } from "./engine/settings.js";
import { keptSource } from "./engine/sources.js";
import { invalidOption, optionsObject } from "./options/check.js";
import { PHOTO_WORKER } from "./photo/worker-address.js";
import { setPhotoWorker } from "./photo/worker-setting.js";
import type { HostUrl } from "./platform/host-types.js";
import { setFiles } from "./wasm/file-settings.js";
import { keptWasmFile, type WasmFileSource } from "./wasm/wasm-file-source.js";

/** Options of {@link init}. */
export interface InitOptions extends EngineInitOptions {
  /** `data.wasm`, which reads tables and images: its address, its bytes, or itself compiled; for what is loaded later. */
  readonly dataWasm?: WasmFileSource;
  /** `customers.wasm`, which computes profiles of customers: as `dataWasm`. */
  readonly customersWasm?: WasmFileSource;
  /** Address of the script of the workers that prepare photos, `photo-worker.js`. */
  readonly photoWorkerUrl?: string | HostUrl;
}

/**
 * Sets where engines made from now on come from, and what they may use; each call replaces the settings before.
 *
 * @param options see {@link InitOptions}; none of it is needed when the package's files lie where npm put them.
 * @throws FashionWasmError INVALID_ARGUMENT for an unknown option or a value out of range.
 */
export async function init(options?: InitOptions): Promise<void> {
  const names = [...ENGINE_OPTIONS, "dataWasm", "customersWasm", "photoWorkerUrl"] as const;
  const { dataWasm, customersWasm, photoWorkerUrl, ...rest } = optionsObject("init", options, names);
  const keptData = keptWasmFile("dataWasm", dataWasm);
  const keptCustomers = keptWasmFile("customersWasm", customersWasm);
  const [name, kind, valid] = PHOTO_WORKER;
  if (photoWorkerUrl !== undefined && !valid(photoWorkerUrl)) throw invalidOption("init", name, photoWorkerUrl, kind);
  const photoWorker = keptSource(name, photoWorkerUrl);
  await initEngines(rest);
  setPhotoWorker(photoWorker as string | undefined);
  setFiles({ base: baseSetting(), dataWasm: keptData, customersWasm: keptCustomers });
}
