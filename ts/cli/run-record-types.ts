/**
 * What the members of `run.json` must be to count: a person may have changed the file.
 */
const isText = (value: unknown) => typeof value === "string";
const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value) && value >= 0;
const isCount = (value: unknown) => isNumber(value) && Number.isSafeInteger(value);
const isOptimizer = (value: unknown) => {
  if (!isObject(value)) return false;
  const { type, learningRate } = value;
  return isText(type) && (isNumber(learningRate) || isText(Object(learningRate).type));
};
const isLoss = (value: unknown) => isText(Object(value).type);
const areWeights = (value: unknown) =>
  value === "balanced" || (isObject(value) && Object.values(value).every(isNumber));
const isOutcome = (value: unknown) => {
  if (!isObject(value)) return false;
  const { monitor, patience, best, ...epochs } = value;
  const known = [epochs.stoppedEpoch, epochs.bestEpoch, epochs.restoredEpoch];
  const isBest = best === null || (typeof best === "number" && Number.isFinite(best));
  return isText(monitor) && isCount(patience) && isBest && known.every((epoch) => epoch === null || isCount(epoch));
};
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** By name. */
export const RECORD_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  recipe: isText,
  from: isText,
  freeze: (value) => typeof value === "boolean" || isText(value) || isCount(value),
  augment: (value) => Array.isArray(value) && value.every((layer) => isText(Object(layer).type)),
  seed: isCount,
  epochs: isCount,
  batchSize: isCount,
  optimizer: isOptimizer,
  loss: isLoss,
  classWeights: areWeights,
  earlyStopping: isOutcome,
  config: isObject,
  threads: isCount,
  build: isText,
  data: isText,
  dataPath: isText,
  imageShape: (value) => Array.isArray(value) && value.length === 3 && value.every(isCount),
  labelColumn: (value) => value === null || isText(value) || isCount(value),
  header: (value) => typeof value === "boolean",
  classNames: (value) => Array.isArray(value) && value.every(isText),
  testSplit: (value) => isNumber(value) && (value as number) > 0 && (value as number) < 1,
  splitSeed: isCount,
  shuffleSeed: isCount,
  trainImages: isCount,
  validationImages: isCount,
  wallSeconds: isNumber,
  imagesPerSecond: isNumber,
  weightsSha256: isText,
  learningRate: (value) => Array.isArray(value) && value.every(isNumber),
  trainFingerprint: isText,
  trainSample: (value) => Array.isArray(value) && value.every(isText),
  testFingerprint: isText,
  version: isText,
  node: isText,
  date: isText,
};
