/**
 * What a story ends with, and the same in Node, which every page has to equal bit for bit.
 */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { onePhoto } from "../../runtime/one-photo.js";
import { sixtyImages } from "../../runtime/sixty-images.js";
import { twentySteps } from "../../runtime/twenty-steps.js";

/** The numbers, and on how many threads they were computed; or what it said. */
export type Outcome =
  | { readonly bits: Bits; readonly threads: number; readonly error?: undefined }
  | { readonly error: string; readonly bits?: undefined; readonly threads?: undefined };

/** All numbers of a story. */
export interface Bits {
  readonly steps: Awaited<ReturnType<typeof twentySteps>>;
  readonly worker: Awaited<ReturnType<typeof sixtyImages>>;
  readonly local: Awaited<ReturnType<typeof sixtyImages>>;
  readonly photo: Awaited<ReturnType<typeof onePhoto>>;
}

/** The numbers in this process. */
export async function bitsOfNode(): Promise<Bits> {
  const steps = await twentySteps(fashion, { threads: 1 });
  const worker = await sixtyImages(inference, {});
  const local = await sixtyImages(inference, { engine: "local" });
  return { steps, worker, local, photo: await onePhoto(inference, {}) };
}
