/**
 * `--from` and `--freeze`: transfer learning, a model that begins with what another has learnt of more images.
 *
 * Its layers are those of the base, so there is no recipe of a network; how long it trains goes by the images there are.
 */
import { InvalidArgumentError } from "commander";
import {
  adamw,
  type Dataset,
  FashionWasmError,
  fineTune,
  type Layer,
  loadModel,
  type Model,
  pretrained,
  type Recipe,
  sparseCategoricalCrossentropy,
} from "../../index.js";
import { show } from "../../options/show.js";
import { checkpointOf, ofFile } from "../checkpoint-file.js";
import { UsageError } from "../exit.js";
import { readRunRecord } from "../run-record.js";
import { say } from "../say.js";
import { shareOfSample } from "../training-sample.js";

/** `--from` for the models of the package. */
export const PRETRAINED = "pretrained";

/** What a model begins with. */
export interface BaseWish {
  /** {@link PRETRAINED}, a checkpoint, or the folder of a run. */
  readonly from: string;
  readonly freeze: boolean | number | string;
}

/** Learning rates of a last layer alone, and of layers that have learnt and should not forget. */
const RATES = { alone: 3e-3, others: 5e-4 };

const EPOCHS = 150;
const BATCH_SIZE = 16;

/** How a model is trained that begins with another; it has no layers of its own. */
export function tuningOf({ freeze }: BaseWish): Recipe {
  const learningRate = freeze === true ? RATES.alone : RATES.others;
  return {
    name: "tuned",
    description: "Layers and weights of another model, with a new last layer.",
    inputShape: [28, 28, 1],
    layers: () => [],
    compile: {
      optimizer: adamw({ learningRate, weightDecay: 0.05 }),
      loss: sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
      metrics: ["accuracy"],
    },
    epochs: EPOCHS,
    batchSize: BATCH_SIZE,
    validationSplit: 0,
  };
}

/** From so many images on, steps are of as many as a recipe's, and need not be many. */
const MANY = 1000;
const STEPS = 600;

/** Epochs and images of a step where nobody has said them, by the number of images. */
export function usualLength(images: number): Pick<Recipe, "epochs" | "batchSize"> {
  const batchSize = images < MANY ? BATCH_SIZE : 128;
  const epochs = Math.round((STEPS * batchSize) / images);
  return { batchSize, epochs: Math.min(EPOCHS, Math.max(5, epochs)) };
}

/** Reads `--freeze`: `all`, `none`, a number of layers, or the name of one. */
export function freezeText(text: string): boolean | number | string {
  if (text === "all" || text === "none") return text === "all";
  if (/^\d+$/.test(text)) return Number(text);
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("Expected all, none, a number of layers from the first, or the name of the last.");
}

/** Reads the same from a file. */
export function freezeValue(value: unknown): boolean | number | string {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" || typeof value === "number") return freezeText(String(value));
  throw new InvalidArgumentError(`Expected all, none, a number or the name of a layer, received ${show(value)}.`);
}

/** Which layers stay as they are. */
export function frozenInWords(freeze: boolean | number | string | undefined): string {
  if (typeof freeze === "number") return freeze === 1 ? "its first layer frozen" : `its first ${freeze} layers frozen`;
  if (typeof freeze === "string") return `its layers up to ${freeze} frozen`;
  return freeze === false ? "no layer frozen" : "all its layers frozen";
}

/**
 * Makes the model for classes of images; `photos`: whether these are photos, prepared, and `augment` what takes the place of the
 * base's own augmentation.
 *
 * Errors: those of `loadModel` and `fineTune`; SHAPE_MISMATCH for images of another shape than the base's; UsageError for
 * layers that it does not have.
 */
export async function tunedModel(
  { from, freeze }: BaseWish,
  { imageShape, classNames }: Pick<Dataset, "imageShape" | "classNames">,
  options: {
    readonly seed: number;
    readonly threads: number | undefined;
    readonly augment: readonly Layer[] | null;
    readonly photos: boolean;
  },
): Promise<Model> {
  const { photos, augment, ...rest } = options;
  const base = await baseModel(from, photos);
  try {
    if (base.inputShape.join() !== imageShape.join()) {
      const what = `--from ${from} takes images of ${base.inputShape.join("×")}, those of the data are ${imageShape.join("×")}`;
      const advice = "give images of its shape, or train a recipe without --from";
      throw new FashionWasmError("SHAPE_MISMATCH", `train: ${what} (height × width × channels) → ${advice}`);
    }
    return await fineTune(base, { classes: classNames, freeze, ...rest, ...(augment && { augment }) });
  } catch (error) {
    if (!(error instanceof FashionWasmError) || error.code !== "INVALID_ARGUMENT") throw error;
    const said = error.message
      .replace(/^fineTune: /, "")
      .replace(/^option "freeze" is .*? → it must be true, false,/, `--freeze ${freeze} → it must be all, none,`);
    throw new UsageError(`--from ${from}: ${said}`, { cause: error });
  } finally {
    await base.dispose();
  }
}

/** Whether the base was trained on some of the images, as far as the `run.json` beside it tells; a line says so. */
export async function hasSeen({ from }: BaseWish, test: Dataset): Promise<boolean> {
  if (from === PRETRAINED) return false;
  const { trainSample = [] } = await readRunRecord(await checkpointOf(from, "train"));
  const share = shareOfSample(test, trainSample);
  if (share === 0) return false;
  say(
    `${from} was trained on some of the test images (${(100 * share).toFixed(0)} % of its own): the figures are too good`,
  );
  return true;
}

async function baseModel(from: string, photos: boolean): Promise<Model> {
  if (from === PRETRAINED) return pretrained({ weights: photos ? "photos" : "fashion-mnist", threads: 1 });
  const file = await checkpointOf(from, "train");
  return loadModel(file, { threads: 1 }).catch((error: unknown) => {
    throw ofFile(file, error);
  });
}
