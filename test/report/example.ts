/** Made-up results to make pages of: small, the same at every run, and changed where a test wants it so. */
import {
  classificationReport,
  type Dataset,
  dataset,
  type PhotoAnswer,
  type PixelImage,
  type ReviewReason,
} from "fashion-wasm";
import type { Evaluation, ExploreInput, PhotosInput, ReportInput } from "fashion-wasm/report";

/** Numbers from 0 to 1 that look random. */
export function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Not PNG, but as long as PNG that does not compress. */
export function png({ data, width, height, channels }: PixelImage): Uint8Array {
  if (data.length !== width * height * channels) throw new Error("the picture has another size than it says");
  return data;
}

/** `count` images of noise; class names are `class 0`, … unless given. */
export function images(
  classNames: readonly string[],
  count = 60,
  imageShape: readonly [number, number, number] = [8, 8, 1],
): Dataset {
  const random = noise(7);
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  return dataset.fromArrays({
    images: Uint8Array.from({ length: count * size }, () => Math.floor(256 * random())),
    labels: Uint8Array.from({ length: count }, (_, i) => i % classNames.length),
    imageShape: [...imageShape],
    classNames: [...classNames],
  });
}

export function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `class ${i}`);
}

/** Every fourth image is taken for the next class, with a confidence from 0.5 to 1. */
export function evaluationOf(test: Dataset): Evaluation {
  const classes = test.classNames.length;
  const random = noise(11);
  const predictions = Uint32Array.from(test.labels, (label, i) => (i % 4 === 3 ? (label + 1) % classes : label));
  const probabilities = new Float32Array(test.length * classes);
  predictions.forEach((predicted, i) => {
    const sure = 0.5 + random() / 2;
    probabilities.fill((1 - sure) / (classes - 1), i * classes, (i + 1) * classes);
    probabilities[i * classes + predicted] = sure;
  });
  const report = classificationReport(test.labels, predictions, { classNames: [...test.classNames] });
  const bins = Array.from({ length: 15 }, (_, b) => {
    const isUsed = b >= 7;
    return {
      low: b / 15,
      high: (b + 1) / 15,
      count: isUsed ? 1000 + b : 0,
      confidence: isUsed ? (b + 0.5) / 15 : Number.NaN,
      accuracy: isUsed ? b / 15 : Number.NaN,
    };
  });
  return {
    images: test.length,
    accuracy: report.accuracy,
    accuracyInterval: { low: 0.612, high: 0.843, level: 0.95 },
    top2Accuracy: 0.987,
    report,
    calibration: { ece: 0.0432, nll: 0.61, bins },
    scaledCalibration: { ece: 0.0121, nll: 0.55, bins, temperature: 1.37, fittedOn: 6000, notice: null },
    coverage: {
      askedPrecision: 0.99,
      threshold: 0.915,
      chosenOn: 6000,
      coverage: 0.333,
      covered: 20,
      images: 60,
      precision: 0.985,
      interval: { low: 0.972, high: 0.993, level: 0.95 },
    },
    coverageNotice: null,
    shifts: [
      { dx: 1, dy: 0, accuracy: 0.7 },
      { dx: 0, dy: -2, accuracy: 0.555 },
    ],
    predictions,
    probabilities,
  };
}

export function reportInput(changes: Partial<ReportInput> = {}): ReportInput {
  const test = changes.test ?? images(names(4));
  const random = noise(3);
  return {
    title: "quick, seed 1",
    facts: [
      ["recipe", "quick"],
      ["weightsSha256", "0123456789abcdef".repeat(4)],
    ],
    history: {
      loss: [0.9, 0.5, 0.4],
      accuracy: [0.7, 0.8, 0.85],
      valLoss: [0.8, 0.6, 0.55],
      valAccuracy: [0.72, 0.78, 0.81],
      learningRate: [0.001, 0.0005, 0.00025],
    },
    evaluation: evaluationOf(test),
    test,
    kernels: [
      { layer: "conv2d", shape: [3, 3, 1, 6], values: Float32Array.from({ length: 54 }, () => random() - 0.25) },
    ],
    featureMaps: {
      image: 5,
      maps: [{ layer: "conv2d_1", shape: [4, 4, 40], values: Float32Array.from({ length: 640 }, random) }],
    },
    png,
    ...changes,
  };
}

export function exploreInput(changes: Partial<ExploreInput> = {}): ExploreInput {
  const data = changes.data ?? images(names(4));
  return {
    title: "data/sample",
    data,
    sample: 2,
    grid: { columns: 3, positions: [0, 1, 2, 3, 4, 5] },
    png,
    ...changes,
  };
}

export const REASONS: readonly ReviewReason[] = [
  "two classes close",
  "background not plain",
  "several objects",
  "cut off at the border",
  "unlike any garment",
];

/** An answer of noise; of every third photo one to review. */
export function answerOf(i: number, classNames: readonly string[], topK = 3): PhotoAnswer {
  const random = noise(i + 1);
  const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(256 * random()));
  const scores = Array.from({ length: Math.min(topK, classNames.length) }, (_, k) => {
    const labelNumber = (i + k) % classNames.length;
    return { label: classNames[labelNumber] as string, labelNumber, probability: k === 0 ? 0.9 : 0.1 / (2 * k) };
  });
  const reason = i % 3 === 2 ? (REASONS[i % REASONS.length] as ReviewReason) : null;
  const isPrepared = i % 4 !== 3;
  const steps = [
    { name: "photo", image: { width: 160, height: 120, channels: 3, data: bytes(160 * 120 * 3) } },
    { name: "mask", image: { width: 40, height: 30, channels: 1, data: bytes(40 * 30) } },
  ] as const;
  return {
    ...(scores[0] as (typeof scores)[0]),
    topK: scores,
    review: reason !== null,
    reason,
    reasons: reason === null ? [] : [reason],
    unlikeness: -1,
    prepared: {
      pixels: bytes(784),
      imageShape: [28, 28, 1],
      preparation: isPrepared ? "photo" : "none",
      width: 640,
      height: 480,
      orientation: 1,
      background: isPrepared ? { kind: "plain", color: [250, 250, 250], deviation: 1, certainty: 1 } : null,
      tones: isPrepared ? "positive" : "negative",
      objects: 1,
      box: null,
      area: 0.3,
      cut: 0,
      settings: {
        preparation: "auto",
        orientation: null,
        turn: 0,
        tones: "auto",
        background: "auto",
        box: null,
        sharpening: 0.66,
        stretch: true,
        steps: true,
      },
      steps: isPrepared ? steps : [],
    },
  };
}

/** A sheet of the photos `files`, and of one more that failed for each of `errors`. */
export function photosInput({
  files = Array.from({ length: 10 }, (_, i) => `shop/${i}.jpg`),
  errors = [],
  ...changes
}: Partial<PhotosInput> & {
  readonly files?: readonly string[];
  readonly errors?: readonly string[];
} = {}): PhotosInput {
  const { classNames = names(4) } = changes;
  const answered = files.map((file, i) => ({ file, answer: answerOf(i, classNames) }));
  const failed = errors.map((error, i) => ({ file: `broken/${i}.jpg`, answer: null, error }));
  return {
    title: "shop",
    facts: [["model", "a model"]],
    classNames,
    photos: [...answered, ...failed],
    png,
    ...changes,
  };
}
