/**
 * What errors say of an instance of data.wasm. Apart from the file, whose address means nothing in the script of a worker.
 */
import type { InstanceKind } from "../wasm/instances.js";

export const DATA_INSTANCE: InstanceKind = { noun: "reader", overBudget: "IMAGE_TOO_LARGE" };
