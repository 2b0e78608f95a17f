/**
 * The model that labels a table: one for photos, which says what a person should look at, or any classifier for pixels.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { classProbabilities, loadModel, type Model, type PhotoClassifier } from "../../../index.js";
import { checkpointOf, ofFile } from "../../checkpoint-file.js";
import { OWN_MODEL, openClassifier } from "../../photo-model.js";
import { packageVersion } from "../../version.js";
import { type Classified, rowOf, type Scored } from "../rows.js";

/** A model, ready. */
export interface TableModel {
  /** What it is called. */
  readonly name: string;
  /** By which it is known again. */
  readonly identity: string;
  readonly classNames: readonly string[];
  /** Height, width and channels of the images of tables. */
  readonly inputShape: readonly number[];
  /** Null for a model that is none for photos. */
  readonly classifier: PhotoClassifier | null;
  /** The answers for images of a table of pixels, named by `nameOf`. */
  classify(images: Uint8Array, options: ClassifyOptions): Promise<Classified[]>;
  dispose(): Promise<void>;
}

/** How images are classified. */
export interface ClassifyOptions {
  readonly topK: number;
  readonly preparation: "auto" | "photo" | "none";
  readonly signal: AbortSignal;
  /** What image `i` is called. */
  nameOf(i: number): string;
}

/** Opens the package's model, or the one in a file. Errors: those of loading, which name the file. */
export async function openModel(file: string | undefined, threads: number | undefined): Promise<TableModel> {
  const compute = threads === undefined ? {} : { threads };
  if (file === undefined) {
    return ofPhotos(await openClassifier(compute, OWN_MODEL), OWN_MODEL, `fashion-wasm ${packageVersion()}`);
  }
  const path = await checkpointOf(file, "predict");
  // Resolved: a relative path may look like a URL.
  const model = await loadModel(resolve(path), compute).catch((error: unknown) => {
    throw ofFile(path, error);
  });
  const content = await readFile(path);
  const identity = createHash("sha256").update(content).digest("hex");
  if (model.photo === null) return ofPixels(model, path, identity);
  await model.dispose();
  return ofPhotos(await openClassifier({ ...compute, model: path }, path, content), path, identity);
}

function ofPhotos(classifier: PhotoClassifier, name: string, identity: string): TableModel {
  return {
    name,
    identity,
    classNames: classifier.classNames,
    inputShape: [28, 28, 1],
    classifier,
    async classify(images, { nameOf, ...options }) {
      const answers = await classifier.classifyImages(images, options);
      return answers.map((answer, i) => rowOf({ file: nameOf(i), path: "" }, answer));
    },
    dispose: () => classifier.dispose(),
  };
}

function ofPixels(model: Model, name: string, identity: string): TableModel {
  const classes = model.outputShape.reduce((product, side) => product * side, 1);
  const classNames = model.classNames ?? Array.from({ length: classes }, (_, i) => String(i));
  let isFirst = true;
  return {
    name,
    identity,
    classNames,
    inputShape: model.inputShape,
    classifier: null,
    async classify(images, { topK, signal, nameOf }) {
      // What looks unlike the training images is warned of once.
      const outputs = await model.predict(images, { checkImages: isFirst });
      isFirst = false;
      signal.throwIfAborted();
      const probabilities = classProbabilities(outputs, { classes, activation: model.outputActivation });
      return Array.from({ length: outputs.length / classes }, (_, i) => {
        const row = probabilities.subarray(i * classes, (i + 1) * classes);
        return { ...PLAIN, file: nameOf(i), topK: likeliest(row, classNames, topK) };
      });
    },
    dispose: () => model.dispose(),
  };
}

/** What such a model does not say. */
const PLAIN = {
  review: false,
  reason: null,
  preparation: "none",
  background: null,
  objects: null,
  error: null,
} as const;

/** The likeliest classes, of equals the one that stands before. */
function likeliest(probabilities: ArrayLike<number>, classNames: readonly string[], k: number): [Scored, ...Scored[]] {
  const scored = classNames.map((label, i) => ({ label, probability: probabilities[i] ?? 0 }));
  return scored.sort((a, b) => b.probability - a.probability).slice(0, k) as [Scored, ...Scored[]];
}
