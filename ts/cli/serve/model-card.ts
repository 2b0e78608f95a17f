/**
 * `GET /v1/model`: what the model is, what was measured of it, and what it is not for.
 *
 * Figures are those of docs/photos.md, and stand for the package's own model alone; of another file only what the file says is told.
 */
import { basename, resolve } from "node:path";
import { readBytes } from "#platform/files";
import { loadModel } from "../../index.js";
import { photoModelFile } from "../../platform/packaged/photo-model.js";
import { packagedUrl } from "../../platform/packaged-url.js";
import { OWN_MODEL } from "../photo-model.js";
import { packageVersion } from "../version.js";
import { OWN_FACTS } from "./own-facts.js";

/** What is in the file `model`, or in the package's own. Errors: IO. */
export function modelContent(model: string): Promise<Uint8Array> {
  return readBytes(model === OWN_MODEL ? packagedUrl(undefined, photoModelFile) : resolve(model));
}

/** The card of a model for photos, which `content` is. Errors: those of `loadModel`. */
export async function modelCard(
  model: string,
  content: Uint8Array,
  classNames: readonly string[],
): Promise<Record<string, unknown>> {
  await using loaded = await loadModel(content, { threads: 1 });
  const isOwn = model === OWN_MODEL;
  return {
    name: isOwn ? "fashion-wasm photos" : loaded.name,
    source: isOwn ? "package" : "file",
    file: basename(isOwn ? photoModelFile.name : model), // no path
    server: `fashion-wasm ${packageVersion()}`,
    task: "says which garment a photo shows, how likely that is, and whether a person should look",
    classNames,
    input: { files: ["PNG", "JPEG", "WebP"], preparedTo: loaded.inputShape },
    parameters: loaded.layers.reduce((sum, { parameters }) => sum + parameters, 0),
    layers: loaded.layers.map(({ type }) => type),
    weightsSha256: await loaded.weightsSha256(),
    calibration: loaded.photo,
    ...(isOwn ? OWN_FACTS : { documentation: null }),
  };
}
