/**
 * The lines a training run writes: the bar of the running epoch, and the line of a finished one.
 *
 * Pure text for a given width: the longest form that fits is taken, so that nothing wraps on a narrow
 * terminal. Losses and accuracies are the epoch's means so far.
 */
import { createColors } from "picocolors";
import { bar as blocks, count, decimals, duration, epochNumber, longestThatFits } from "../options/line.js";

/** What is known in the middle of an epoch. */
export interface RunningEpoch {
  /** Counted from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Share of the epoch that is done, 0 … 1. */
  readonly share: number;
  readonly imagesPerSecond: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly secondsLeft: number;
}

/** What is known at the end of an epoch. */
export interface FinishedEpoch {
  readonly epoch: number;
  readonly epochs: number;
  readonly imagesPerSecond: number;
  readonly seconds: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number | undefined;
  readonly valAccuracy?: number | undefined;
  /** Absent while it does not change. */
  readonly learningRate?: number | undefined;
}

const BAR_MIN = 8;
const BAR_MAX = 30;

/** The running epoch in at most `width` − 1 columns (the last one stays free for the cursor). */
export function barLine(state: RunningEpoch, width: number, colours: boolean): string {
  const colour = createColors(colours);
  const percent = `${String(Math.floor(state.share * 100)).padStart(3)} %`;
  const pace = `${count(state.imagesPerSecond)} images/s`;
  const left = `${duration(state.secondsLeft)} left`;
  const loss = `loss ${decimals(state.loss)}`;
  const number = epochNumber(state);
  const forms = [
    [`epoch ${number}`, [percent, pace, loss, `accuracy ${decimals(state.accuracy)}`, left]],
    [number.trim(), [percent, pace, loss, `acc ${decimals(state.accuracy)}`, left]],
  ] as const;
  for (const [head, parts] of forms) {
    const tail = parts.join("  ");
    const room = width - 1 - head.length - tail.length - 2;
    if (room >= BAR_MIN) return `${head} ${bar(state.share, Math.min(BAR_MAX, room), colour)} ${tail}`;
  }
  const short = [number.trim(), percent.trim(), loss, `acc ${decimals(state.accuracy)}`, left];
  return longestThatFits(short, width - 1);
}

/** The running epoch in a log. */
export function runningLine(state: RunningEpoch): string {
  const percent = `${Math.floor(state.share * 100)} %`;
  const means = [`loss ${decimals(state.loss)}`, `accuracy ${decimals(state.accuracy)}`];
  const pace = [`${count(state.imagesPerSecond)} images/s`, `${duration(state.secondsLeft)} left`];
  return [`epoch ${epochNumber(state)}`, percent, ...means, ...pace].join("  ");
}

/** The end of an epoch, while it is validated, in at most `width` − 1 columns. */
export function validationLine(
  state: { readonly epoch: number; readonly epochs: number; readonly validationImages: number },
  width: number,
): string {
  const number = epochNumber(state);
  const full = `epoch ${number}  validating with ${count(state.validationImages)} images`;
  return full.length < width ? full : longestThatFits([number.trim(), "validating"], width - 1);
}

/** A test that runs, in at most `width` − 1 columns. */
export function testingLine(share: number, width: number, colours: boolean): string {
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const room = width - 1 - "testing ".length - percent.length - 1;
  if (room < BAR_MIN) return longestThatFits(["testing", percent.trim()], width - 1);
  return `testing ${bar(share, Math.min(BAR_MAX, room), createColors(colours))} ${percent}`;
}

/** What is known while photos are classified. */
export interface RunningPhotos {
  readonly done: number;
  readonly photos: number;
  /** Since the first began. */
  readonly seconds: number;
}

/** Photos that are classified, in at most `width` − 1 columns. */
export function photosBar(state: RunningPhotos, width: number, colours: boolean): string {
  const share = state.photos === 0 ? 1 : state.done / state.photos;
  const parts = photosParts(state);
  for (const shown of [parts, parts.slice(0, 2), parts.slice(0, 1)]) {
    const tail = shown.join("  ");
    const room = width - 1 - tail.length - 1;
    if (room >= BAR_MIN) return `${bar(share, Math.min(BAR_MAX, room), createColors(colours))} ${tail}`;
  }
  return longestThatFits(parts, width - 1);
}

/** The same in a log. */
export function photosLine(state: RunningPhotos): string {
  return photosParts(state).join("  ");
}

function photosParts({ done, photos, seconds }: RunningPhotos): string[] {
  const pace = done / seconds;
  const left = done === 0 ? Number.NaN : (photos - done) / pace;
  return [
    `${count(done)}/${count(photos)} photos`,
    `${Number.isFinite(pace) && pace < 100 ? pace.toFixed(1) : count(Number.isFinite(pace) ? pace : 0)} photos/s`,
    `${duration(left)} left`,
  ];
}

/** What is known while a table is read. */
export interface RunningRows {
  readonly rows: number;
  /** Since the first began. */
  readonly seconds: number;
  /** Share of the table that was read, 0 … 1; null where its size is not known. */
  readonly share: number | null;
  readonly secondsLeft: number;
}

/** A table that is read, in at most `width` − 1 columns. */
export function rowsBar(state: RunningRows, width: number, colour: ReturnType<typeof createColors>): string {
  const parts = rowsParts(state);
  const tail = parts.join("  ");
  const room = width - 1 - tail.length - 1;
  if (state.share === null || room < BAR_MIN) return longestThatFits(parts, width - 1);
  return `${bar(state.share, Math.min(BAR_MAX, room), colour)} ${tail}`;
}

/** The same in a log. */
export function rowsLine(state: RunningRows): string {
  return rowsParts(state).join("  ");
}

function rowsParts({ rows, seconds, share, secondsLeft }: RunningRows): string[] {
  const pace = seconds > 0 ? rows / seconds : 0;
  return [
    `${count(rows)} rows`,
    `${pace < 100 ? pace.toFixed(1) : count(pace)} rows/s`,
    ...(share === null ? [] : [`${Math.floor(share * 100)} %`, `${duration(secondsLeft)} left`]),
  ];
}

/** A finished epoch in at most `width` columns; pass Infinity where lines may be as long as they like. */
export function epochLine(state: FinishedEpoch, width: number): string {
  const full = (accuracy: string) => [
    `loss ${decimals(state.loss)}`,
    `${accuracy} ${decimals(state.accuracy)}`,
    ...(state.valLoss === undefined ? [] : [`val loss ${decimals(state.valLoss)}`]),
    ...(state.valAccuracy === undefined ? [] : [`val ${accuracy} ${decimals(state.valAccuracy)}`]),
    ...(state.learningRate === undefined ? [] : [`learning rate ${Number(state.learningRate.toPrecision(4))}`]),
    `${count(state.imagesPerSecond)} images/s`,
    duration(state.seconds),
  ];
  const long = [`epoch ${epochNumber(state)}`, ...full("accuracy")];
  const withoutPace = long.slice(0, -2);
  if (long.join("  ").length <= width) return long.join("  ");
  if (withoutPace.join("  ").length <= width) return withoutPace.join("  ");
  return longestThatFits([epochNumber(state).trim(), ...full("acc")], width);
}

function bar(share: number, size: number, colour: ReturnType<typeof createColors>): string {
  const [full, empty] = blocks(share, size);
  return colour.cyan(full) + colour.dim(empty);
}
