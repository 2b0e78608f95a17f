/**
 * The trained model that comes with the package. The literal: ../packaged-url.ts.
 */
import type { PackagedFile } from "../packaged-url.js";

export const pretrainedFile: PackagedFile = {
  name: "pretrained/fashion-mnist.safetensors",
  literal: () => new URL("../pretrained/fashion-mnist.safetensors", import.meta.url),
};
