/**
 * Where the script of the workers that prepare photos is: what `init` of both entries takes for it.
 */
import { isAddress } from "../options/kinds.js";
import { photoWorkerScript } from "../platform/packaged/photo-worker.js";
import { packagedUrl } from "../platform/packaged-url.js";

/** The option of `init`, its kind for messages, and what is of it. */
export const PHOTO_WORKER = ["photoWorkerUrl", "a string or URL", isAddress] as const;

/** The address that was said, or that of the file of the package. Errors: ENGINE_START_FAILED where nobody knows. */
export function photoWorkerAddress(said: string | undefined, base: string | undefined): string {
  return said ?? packagedUrl(base, photoWorkerScript);
}
