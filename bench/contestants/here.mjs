/**
 * This package in the process that asks, without a runner: for commands that look at it alone.
 */
import { fileURLToPath } from "node:url";
import { dataFolder } from "../measure/data.mjs";
import { INFERENCE_BATCH } from "../nets.mjs";
import { prepare } from "./fashion-wasm.mjs";
import { host } from "./node-host.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));

/**
 * A net, warm: this build's, or that of another built version.
 * @param {import("../nets.mjs").Net} net
 * @param {"train" | "infer"} mode
 * @param {number} threads
 * @param {string} [build] its folder
 */
export function prepareHere({ layers, batch, trainable }, mode, threads, build = repository) {
  const places = { repository, build, packages: "", data: dataFolder(), model: "", entry: "" };
  const size = mode === "train" ? batch : INFERENCE_BATCH;
  return prepare({ mode, layers, batch: size, trainable, threads, warmUpSeconds: 2, ...places }, host);
}
