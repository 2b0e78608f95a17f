/**
 * The feed of batches, in a script of its own: whoever has all data at hand does not download it.
 */
import { laterScript } from "../../platform/later-script.js";
import type { TrainingContext } from "../training-context.js";
import type { BatchPlan } from "./batch-feed.js";
import type { Feed } from "./feed.js";

/** Returns the feed of a source; the first batches are asked for at once. Errors: those of {@link laterScript} beside. */
export async function batchFeed(context: TrainingContext, plan: BatchPlan): Promise<Feed> {
  const what = "the part of the package that trains on batches";
  const { beginBatchFeed } = await laterScript(what, () => import("./batch-feed.js"));
  return beginBatchFeed(context, plan);
}
