/**
 * Where a training tells how far it is: the console, without a bar. The twin of node/console.ts.
 */
import type { ProgressBar } from "../progress-bar.js";

/** Never: a page shows progress in its own way. */
export const isWatched = (): boolean => false;

/** Writes a line to the console. */
export const printLine = (text: string): void => console.log(text);

/** Lines may be as long as they like. */
export const lineWidth = (): number => Number.POSITIVE_INFINITY;

/** None: a line of the console cannot be written over. */
export const progressBar = (): ProgressBar | null => null;
