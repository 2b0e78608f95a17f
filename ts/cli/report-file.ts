/**
 * `report.html` of a run, as `train` and `eval` write it: a page that shows how good a model is and how it came to be.
 */
import { join } from "node:path";
import { type Dataset, type Evaluation, lookInside, type Model, pngEncoder } from "../index.js";
import { lossInWords } from "../losses/loss-in-words.js";
import { reportHtml } from "../report.js";
import { withNames } from "./class-names.js";
import { count, counted, duration } from "./format.js";
import type { OutputFiles } from "./output-files.js";
import { patiently } from "./patience.js";
import { REPORT_NAME } from "./run-folder.js";
import type { RunRecord } from "./run-record.js";
import { say } from "./say.js";
import { withClassNames } from "./shown-names.js";
import { type TestResult, testModel } from "./test-model.js";
import { augmentInWords } from "./train/augment-option.js";
import { weightsInWords } from "./train/class-weights-option.js";
import { outcomeInWords } from "./train/early-stopping-option.js";
import { rateInWords } from "./train/schedule-option.js";
import { frozenInWords } from "./train/tuning.js";

/** A model that is tested, and what is known of it. */
export interface TestedRun {
  readonly model: Model;
  readonly record: RunRecord;
  readonly weightsSha256: string;
  readonly test: Dataset;
  /** What the classes are called, where not as in `test`. */
  readonly classNames?: readonly string[] | undefined;
  /** Where the test images are from. */
  readonly origin: string;
  /** Whether the model was trained on these images, or most of them. */
  readonly seen: boolean;
  /** Images that were held out of training, to fit a temperature on. */
  readonly heldOut: Dataset | null;
  /** Whether it is a model for photos. */
  readonly photos: boolean;
  /** Whether the page still belongs into its folder when it is written: another run may have replaced the model there. */
  isPlace(): boolean;
}

/** Where the page goes. */
export interface ReportPlace {
  /** null for none. */
  readonly folder: string | null;
  readonly files: OutputFiles;
}

/** Tests a model and writes the page; `report` is its path, null where there is nothing to show or it is missing. */
export async function testAndReport(
  run: TestedRun,
  { folder, files }: ReportPlace,
  signal: AbortSignal,
): Promise<{ readonly result: TestResult; readonly report: string | null }> {
  const { test, classNames = test.classNames } = run;
  const result = withClassNames(await testModel(run.model, { ...run, signal }), classNames);
  if (result.evaluation === null || folder === null) return { result, report: null };
  const report = join(folder, REPORT_NAME);
  const { evaluation } = result;
  const shown = { ...run, test: withNames(test, classNames) };
  const page = await patiently(`drawing ${report}`, () => pageOf(shown, evaluation));
  if (!run.isPlace()) {
    say(`another run has replaced the model in ${folder} meanwhile: no page is written`);
    return { result, report: null };
  }
  return { result, report: (await files.write(report, page)) ? report : null };
}

async function pageOf(run: TestedRun, evaluation: Evaluation): Promise<string> {
  const { model, record, test, seen } = run;
  const { history } = model.history;
  // The one that the model is surest of among those it got right: feature maps of a mistake would teach the wrong thing.
  const image = clearest(evaluation, test);
  const inside = await lookInside(model, test.image(image));
  const { recipe, from, seed } = record;
  const trained = from === undefined ? recipe && `recipe ${recipe}` : `from ${from}`;
  const title = trained === undefined ? model.name : `${trained}, seed ${seed}`;
  return reportHtml({
    title,
    facts: await facts(run),
    history:
      history.loss.length === 0
        ? null
        : { ...(record.learningRate && { learningRate: record.learningRate }), ...history },
    evaluation,
    test,
    seen,
    kernels: inside.kernels,
    featureMaps: { image, maps: inside.featureMaps },
    png: await pngEncoder(),
  });
}

async function facts({ model, record, test, origin, weightsSha256 }: TestedRun): Promise<[string, string][]> {
  const { optimizer, loss, classWeights, earlyStopping, wallSeconds, threads, trainImages, validationImages } = record;
  const training =
    wallSeconds === undefined ? undefined : `${duration(wallSeconds)} on ${counted(threads ?? 1, "thread")}`;
  const images =
    trainImages === undefined ? undefined : `${count(trainImages)} to train, ${count(validationImages ?? 0)} held out`;
  const all: [string, string | number | undefined][] = [
    ["recipe", record.recipe],
    ["began with", record.from && `${record.from}, ${frozenInWords(record.freeze)}`],
    ["augmentation", record.augment && augmentInWords(record.augment)],
    ["seed", record.seed ?? model.seed],
    ["epochs", record.epochs ?? (model.history.epoch.length || undefined)],
    ["batch size", record.batchSize],
    ["optimizer", optimizer && `${optimizer.type}, learning rate ${rateInWords(optimizer.learningRate)}`],
    ["loss", loss && lossInWords(loss)],
    ["class weights", classWeights && weightsInWords(classWeights, model.classNames ?? [])],
    ["early stopping", earlyStopping && outcomeInWords(earlyStopping)],
    ["parameters", count(model.countParams())],
    ["trained", [record.date, training].filter(Boolean).join(", ") || undefined],
    ["build", record.build],
    ["fashion-wasm", record.version],
    ["Node", record.node],
    ["images", images],
    ["test images", `${count(test.length)} from ${origin}`],
    ["data fingerprint, training", record.trainFingerprint],
    ["data fingerprint, test", await test.fingerprint()],
    ["weightsSha256", weightsSha256],
  ];
  return all.filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)]);
}

function clearest({ predictions, probabilities, report }: Evaluation, test: Dataset): number {
  const classes = report.classes.length;
  let [best, most] = [0, -1];
  predictions.forEach((predicted, i) => {
    const confidence = probabilities[i * classes + predicted] ?? 0;
    if (predicted === test.label(i) && confidence > most) [best, most] = [i, confidence];
  });
  return best;
}
