/** The story after an import; with ASSETS, the package's files come from the folder that `fashion-wasm assets` has filled. */
import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
import { story } from "./story.mjs";

// No await at the top, which a bundle in CommonJS cannot hold.
async function main() {
  const { ASSETS } = process.env;
  if (ASSETS !== undefined) for (const entry of [fashion, inference]) await entry.init({ baseUrl: ASSETS });
  console.log(JSON.stringify(await story(fashion, inference, `${process.pid}.safetensors`)));
}
main();
