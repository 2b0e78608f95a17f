/**
 * The images that a run is tested on, and those that were held out of its training.
 *
 * Either the data of the run, divided as `run.json` says, or other data. In both the classes are the model's, matched by
 * name. What `run.json` says is checked by fingerprints: images that the model was trained on must not pass for others.
 */
import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { type Dataset, FashionWasmError, fashionMnistClassNames } from "../index.js";
import { arePlaces } from "../options/places.js";
import { type ModelClasses, ofModel } from "./class-names.js";
import { UsageError } from "./exit.js";
import { checkPart, findImages, type ImagesFound, type ImagesWanted, type Part } from "./load-images.js";
import { asTrained, dividedAsInRun, isSeen } from "./run-order.js";
import type { RunRecord } from "./run-record.js";
import { say } from "./say.js";
import { tableOptions } from "./table-options.js";

/** What is asked for. */
export interface RunDataWanted extends ImagesWanted {
  readonly part?: Part | undefined;
}

/** Images with the classes of the model. */
export interface RunData {
  readonly images: Dataset;
  readonly origin: string;
  /** The training images beside them, in the order of training, read when asked for; null where there are none. */
  readonly train: (() => Promise<Dataset>) | null;
  /** Whether the model was trained on `images`. */
  readonly seen: boolean;
}

/**
 * Reads the images. `record` is what is known of the run, `{}` where nothing is.
 *
 * Errors: those of {@link findImages}; DATA_MISMATCH for images without labels, for classes that the model does not know, and
 * for the run's own data where it is not what the model was trained on.
 */
export async function runData(wanted: RunDataWanted, record: RunRecord, model: ModelClasses): Promise<RunData> {
  const { data } = wanted;
  const { dataPath } = record;
  if (data === undefined && dataPath === undefined && !knowsFashion(model)) {
    const known = "the model's classes are not those of Fashion-MNIST, and what it was trained on is not known";
    throw new UsageError(`--data is missing: ${known} → name images to test it with`);
  }
  const isOwn = data === undefined || (dataPath !== undefined && samePlace(data, dataPath));
  const classNames = wanted.classNames ?? (isOwn ? record.classNames : undefined);
  try {
    const table = isOwn ? { ...tableOptions(record), ...tableOptions(wanted) } : tableOptions(wanted);
    const found = await findImages({ ...wanted, ...table, data: data ?? dataPath, classNames });
    return await dataOf(found, { ...wanted, classNames }, { record, model, isOwn });
  } catch (error) {
    throw data === undefined && dataPath !== undefined ? gone(error, dataPath) : error;
  }
}

async function dataOf(
  found: ImagesFound,
  { part, classNames }: RunDataWanted,
  { record, model, isOwn }: { record: RunRecord; model: ModelClasses; isOwn: boolean },
): Promise<RunData> {
  const read = async (which: Part) => {
    const images = ofModel(await found.load(which), model, { classNames, published: found.published });
    if (images.labelled) return images;
    const where = `eval: ${found.originOf(which)} has no labels`;
    throw new FashionWasmError("DATA_MISMATCH", `${where} → name data that has them`);
  };
  if (!found.inParts) return oneSet(await read("train"), found, { record, isOwn, part });
  const images = await read(part ?? "test");
  const train = async () => asTrained(await read("train"), record, found);
  const { testFingerprint } = record;
  if (isOwn && part !== "train" && testFingerprint !== undefined && testFingerprint !== (await images.fingerprint())) {
    say("the test images are not those that the run was tested on");
  }
  const seen = part === "train" || (await isSeen(images, record));
  return { images, origin: found.originOf(part ?? "test"), train, seen };
}

/** Images without parts: those that the run divided itself, or others, which are all taken. */
async function oneSet(
  whole: Dataset,
  found: ImagesFound,
  { record, isOwn, part }: { record: RunRecord; isOwn: boolean; part: Part | undefined },
): Promise<RunData> {
  const { origin } = found;
  const own = await dividedAsInRun(whole, record);
  if (own !== null) {
    const { train } = own;
    return { images: own[part ?? "test"], origin, train: async () => train, seen: part === "train" };
  }
  if (isOwn && record.testSplit !== undefined) throw changed(origin);
  checkPart(found, part);
  return { images: whole, origin, train: null, seen: part === "train" || (await isSeen(whole, record)) };
}

/**
 * The training images of the run itself, in the order of training, where it is tested on other data; null where they are
 * gone, or not known.
 */
export async function trainImagesOf(
  record: RunRecord,
  model: ModelClasses,
  {
    imageShape,
    preparation,
    pixelsToo,
    signal,
  }: Pick<RunDataWanted, "imageShape" | "preparation" | "pixelsToo" | "signal">,
): Promise<Dataset | null> {
  if (record.trainFingerprint === undefined) return null;
  try {
    const { train } = await runData({ part: "train", imageShape, preparation, pixelsToo, signal }, record, model);
    return train === null ? null : await train();
  } catch (error) {
    if (error instanceof FashionWasmError || error instanceof UsageError) return null;
    throw error;
  }
}

/** Whether the images that are looked for without `--data` may be of the model's classes. */
function knowsFashion({ classNames }: ModelClasses): boolean {
  const isFashion = (name: string) => (fashionMnistClassNames as readonly string[]).includes(name);
  return classNames === null || arePlaces(classNames) || classNames.every(isFashion) || !!process.env.FASHION_WASM_DATA;
}

function samePlace(data: string, dataPath: string): boolean {
  if (data === dataPath || resolve(data) === dataPath) return true;
  try {
    return realpathSync(data) === realpathSync(dataPath);
  } catch {
    return false; // a URL, or nothing is there any more
  }
}

function changed(origin: string): FashionWasmError {
  const what = `${origin}: the images are not those that the run divided into training and test images`;
  return new FashionWasmError(
    "DATA_MISMATCH",
    `eval: ${what}; some of them may have been trained on → name other images by --data, or train again`,
  );
}

function gone(error: unknown, dataPath: string): unknown {
  if (!(error instanceof FashionWasmError) || !["DATA_NOT_FOUND", "IO"].includes(error.code)) return error;
  const advice = `run.json names ${dataPath} as the data of the run; --data names other data, or where it is now`;
  return new FashionWasmError(error.code, `${error.message} (${advice})`, { cause: error });
}
