/**
 * What the page says in words: a line for each step, and an alarm where something is in the way.
 */
import type { RowView } from "../views.js";
import { number, percent } from "../words.js";
import type { View } from "./view.js";

/** Says things on the page. */
export class Messages {
  readonly #view: View;
  /** The review has ended, and the alarm that says so stays. */
  #isLast = false;

  constructor(view: View) {
    this.#view = view;
  }

  /** Says one thing in place of the one before; a screen reader reads it. */
  say(text: string): void {
    this.#view.message.textContent = text;
  }

  /** Says which photo is shown, after what has led to it. */
  sayPhoto({ topK, error, reason, reviewed, position }: RowView, photos: number, said: string): void {
    const [best] = topK;
    const model = best === undefined ? "no label" : `${best.label}, ${percent(best.probability)}`;
    const why = error ?? reason;
    const parts = [model, ...(why === null ? [] : [why]), ...(reviewed === null ? [] : [`you said ${reviewed}`])];
    const photo = `Photo ${number(position + 1)} of ${number(photos)}: ${parts.join(", ")}.`;
    this.say(said === "" ? photo : `${said} ${photo}`);
  }

  /** Says how many decisions are not saved. */
  sayWaiting(waiting: number): void {
    const { saved } = this.#view;
    saved.className = waiting === 0 ? "saved" : "saved waiting";
    saved.textContent = waiting === 0 ? "all saved" : `${number(waiting)} not saved yet`;
  }

  /** Shows an alarm; "" takes it away. */
  alarm(text: string): void {
    const { alarm } = this.#view;
    if (this.#isLast) return;
    alarm.hidden = text === "";
    if (alarm.textContent !== text) alarm.textContent = text;
  }

  /** Nothing gets through: why, and how many decisions wait. */
  stalled(why: string, waiting: number): void {
    const [wait, they] = waiting === 1 ? ["decision waits", "it"] : ["decisions wait", "they"];
    const what = `${number(waiting)} ${wait} on this page until ${they} can be saved`;
    this.alarm(waiting === 0 ? `${why}. The page goes on when it does.` : `${why}. ${what}: leave the page open.`);
  }

  /** Nothing can be saved any more: why, and how many decisions did not arrive. */
  over(why: string, waiting: number): void {
    const decisions = waiting === 1 ? "1 decision" : `${number(waiting)} decisions`;
    this.alarm(waiting === 0 ? why : `${why} ${decisions} of this page did not arrive: make them again.`);
    this.#isLast = true;
  }
}
