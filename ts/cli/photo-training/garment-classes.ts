/**
 * A model for photos as a classifier of its classes alone, without the output for what is no garment: how it is tested.
 */
import { type Classifier, FashionWasmError, type Model, NO_GARMENT } from "../../index.js";

/** The names of its classes without the last; null for a model of another kind. */
export function garmentNames({ classNames }: Pick<Model, "classNames">): readonly string[] | null {
  return classNames?.at(-1) === NO_GARMENT ? classNames.slice(0, -1) : null;
}

/** The classifier. Errors: CHECKPOINT_INVALID for a model that is none for photos. */
export function garmentClassifier(model: Model): Classifier {
  const names = garmentNames(model);
  if (names === null) throw new FashionWasmError("CHECKPOINT_INVALID", `the model "${model.name}" is none for photos`);
  const { length } = names;
  return {
    classNames: names,
    outputShape: [length],
    outputActivation: model.outputActivation,
    checkImages: (images) => model.checkImages(images),
    async predict(images, options) {
      const outputs = await model.predict(images, options);
      return outputs.filter((_, i) => i % (length + 1) !== length);
    },
  };
}
