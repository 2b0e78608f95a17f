/**
 * The process that node.mjs starts afresh for each start: makes one prediction, says how long it took, and ends.
 *
 *   node process.mjs '{"entry":"file:///…/dist/node/inference.js","options":{},"pixels":[0, …]}'
 */
import { firstPrediction } from "./first-prediction.mjs";

const told = await firstPrediction(JSON.parse(process.argv[2] ?? "")).catch((error) => ({ error: String(error) }));
process.stdout.write(JSON.stringify(told), () => process.exit(0));
