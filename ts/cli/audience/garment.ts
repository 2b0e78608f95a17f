/**
 * One garment as what an audience is about: a photo that is classified, or an item of the catalogue.
 */
import type { Catalogue, GarmentWish } from "../../index.js";
import { FashionWasmError, NO_GARMENT } from "../../index.js";
import { UsageError } from "../exit.js";
import { OWN_MODEL, openClassifier } from "../photo-model.js";

/** What the classifier says of a photo, for the classes of the profiles. Errors: those of reading; INVALID_ARGUMENT. */
export async function garmentOfImage(
  image: string,
  model: string | undefined,
  classNames: readonly string[],
): Promise<GarmentWish> {
  const classifier = await openClassifier({ ...(model !== undefined && { model }) }, model ?? OWN_MODEL);
  try {
    const answer = await classifier.classify(image, { topK: classifier.classNames.length });
    const probabilities = classNames.map((name) => answer.topK.find(({ label }) => label === name)?.probability ?? 0);
    const sum = probabilities.reduce((all, one) => all + one, 0);
    if (sum < 0.5) {
      const what = `${image}: shows ${answer.label}, and the customers bought ${classNames.join(", ")}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take a photo, or a model, of these classes`);
    }
    return { name: image, probabilities: probabilities.map((one) => one / sum) };
  } finally {
    await classifier.dispose();
  }
}

/** What the catalogue says of an item. Errors: USAGE without a catalogue, INVALID_ARGUMENT for an unknown item. */
export function garmentOfItem(sku: string, catalogue: Catalogue | undefined): GarmentWish {
  if (catalogue === undefined)
    throw new UsageError("--sku is an item of a catalogue, and none is named → --catalogue labelled.csv");
  const rows = catalogue.rows().filter(({ names }) => names.some(([, name]) => name === sku));
  if (rows.length === 0) {
    const what = `--sku: no item of the catalogue is called ${JSON.stringify(sku)}, or it has no label`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${what}, as ${NO_GARMENT} has none → take a SKU, handle, name, id or image of it`,
    );
  }
  const mean = catalogue.classNames.map(
    (_, i) => rows.reduce((sum, { probabilities }) => sum + (probabilities[i] ?? 0), 0) / rows.length,
  );
  return { name: sku, probabilities: mean };
}
