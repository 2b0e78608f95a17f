/**
 * Where the script of the workers that prepare photos is, for the whole package.
 */
import { baseSetting } from "../engine/settings.js";
import { photoWorkerAddress } from "./worker-address.js";

let address: string | undefined;

/** Says where the script is; for workers that are started later. */
export function setPhotoWorker(value: string | undefined): void {
  address = value;
}

/** Where the script is. Errors: ENGINE_START_FAILED where nobody knows. */
export function photoWorkerSetting(): string {
  return photoWorkerAddress(address, baseSetting());
}
