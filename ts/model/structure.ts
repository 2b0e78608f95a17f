/**
 * What a model is made of, as it tells and takes it: its config, its summary, its weights.
 */
import type { LoadWeightsOptions } from "../checkpoint/load-weights.js";
import type { FileSource } from "../checkpoint/source.js";
import { heldSource } from "../data/held.js";
import type { ModelDescription } from "../engine/protocol.js";
import { booleanOption, optionsObject } from "../options/check.js";
import type { Owned } from "../platform/array-types.js";
import { laterScript } from "../platform/later-script.js";
import type { ModelContext } from "./model-context.js";
import { summaryTable } from "./summary.js";
import { flatWeights, type NamedWeight, namedWeights, sendWeights } from "./weights.js";

/** What {@link Model.getConfig} returns. */
export type ModelConfig = ModelDescription["spec"];

/** Options of {@link Model.summary}. */
export interface SummaryOptions {
  /** Writes the table to the console too, or hands it to a function; default false. */
  readonly print?: boolean | ((text: string) => void) | undefined;
}

export function configOf({ spec: { inputShape, seed, layers } }: ModelDescription): ModelConfig {
  return JSON.parse(JSON.stringify({ inputShape, seed, layers })); // not structuredClone, which jsdom lacks
}

export function summaryOf({ name, description, compiled }: ModelContext, options: SummaryOptions | undefined): string {
  const { print = false } = optionsObject("summary", options, ["print"]);
  const text = summaryTable(name, description, compiled);
  if (typeof print === "function") print(text);
  else if (booleanOption("summary", "print", print)) console.log(text);
  return text;
}

export function getWeights(context: ModelContext): Promise<Owned<NamedWeight>[]> {
  const { engine, description } = context;
  return context.run("getWeights", async () => namedWeights(description, await engine.call("getWeights")));
}

export async function setWeights(context: ModelContext, weights: readonly NamedWeight[]): Promise<void> {
  const { engine, description } = context;
  context.check("setWeights");
  const flat = flatWeights(description, weights);
  return context.run("setWeights", () => sendWeights(engine, flat));
}

export async function loadWeights(
  context: ModelContext,
  source: FileSource,
  options: LoadWeightsOptions | undefined,
): Promise<void> {
  const where = "loadWeights";
  const { engine, description } = context;
  const held = heldSource(source);
  return context.run(where, async () => {
    const file = { held, own: held !== source };
    const what = "the part of the package that reads other programs' weights";
    const { weightsFrom } = await laterScript(what, () => import("../checkpoint/load-weights.js"));
    await sendWeights(engine, await weightsFrom(where, description, file, options));
  });
}
