/**
 * One garment as what an audience is about: a photo that is classified, or an item of the catalogue.
 */
import { type Catalogue, FashionWasmError, type GarmentWish, NO_GARMENT } from "../../index.js";
import { OWN_MODEL, openClassifier } from "../photo-model.js";

/** A garment whose classes are known, not yet those of the customers. */
export type Garment = (classNames: readonly string[]) => GarmentWish;

/** What the classifier says of a photo. Errors: those of reading; of the garment INVALID_ARGUMENT for other classes. */
export async function garmentOfImage(image: string, model: string | undefined, name: string): Promise<Garment> {
  const classifier = await openClassifier({ ...(model !== undefined && { model }) }, model ?? OWN_MODEL);
  try {
    const { label, topK } = await classifier.classify(image, { topK: classifier.classNames.length });
    return (classNames) => {
      const probabilities = classNames.map((each) => topK.find((one) => one.label === each)?.probability ?? 0);
      const sum = probabilities.reduce((all, one) => all + one, 0);
      if (sum >= 0.5) return { name, probabilities: probabilities.map((one) => one / sum) };
      const what = `${image}: shows ${label}, and the customers bought ${classNames.join(", ")}`;
      throw new FashionWasmError("INVALID_ARGUMENT", `${what} → take a photo, or a model, of these classes`);
    };
  } finally {
    await classifier.dispose();
  }
}

/** What the catalogue says of an item. Errors: INVALID_ARGUMENT for an unknown one. */
export function garmentOfItem(sku: string, catalogue: Catalogue, name: string): Garment {
  const rows = catalogue.rows().filter(({ names }) => names.some(([, each]) => each === sku.trim()));
  if (rows.length === 0) {
    const what = `--sku: no item of the catalogue is called ${JSON.stringify(sku)}, or it has no label`;
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${what}, as ${NO_GARMENT} has none → take a SKU, handle, name, id or image of it`,
    );
  }
  const probabilities = catalogue.classNames.map(
    (_, i) => rows.reduce((sum, row) => sum + (row.probabilities[i] ?? 0), 0) / rows.length,
  );
  return () => ({ name, probabilities });
}
