/**
 * The model for photos that comes with the package. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const photoModelFile: PackagedFile = {
  name: "photos/photos.safetensors",
  literal: () => new URL("../photos/photos.safetensors", import.meta.url),
};
