/**
 * The page of a review: its beginning, its end, and what the server tells meanwhile.
 */
import type { ChangeView, Start } from "../views.js";
import { connect } from "./controls.js";
import { GONE } from "./outbox.js";
import { Review } from "./review.js";
import { View } from "./view.js";

const start = JSON.parse((document.getElementById("start") as HTMLElement).textContent as string) as Start;
const view = new View(document.getElementById("root") as HTMLElement, start);
const review = new Review(view, start);
const { outbox, messages } = review;
/** Changes of other pages come in numbers. */
const REFRESH_MS = 200;

/** What the server tells each page. */
interface Told {
  readonly changes: readonly ChangeView[];
  /** The page that made them. */
  readonly client: string;
  /** The review has ended. */
  readonly ended?: string;
}

const changes = new EventSource("changes");
let refreshing = 0;
changes.addEventListener("open", () => {
  if (outbox.waiting === 0) messages.alarm("");
});
changes.addEventListener("error", () => messages.stalled(GONE, outbox.waiting));
changes.addEventListener("message", ({ data }) => {
  const told = JSON.parse(data) as Told;
  if (told.ended !== undefined) {
    changes.close();
    review.end(told.ended);
  } else if (told.client !== outbox.client) {
    review.changed(told.changes);
    clearTimeout(refreshing);
    refreshing = window.setTimeout(() => review.refresh(), REFRESH_MS);
  }
});

view.finish.addEventListener("click", async () => {
  if (outbox.waiting > 0) {
    messages.say("Not yet: some decisions are not saved.");
    return;
  }
  view.finish.disabled = true;
  const headers = { "content-type": "application/json" };
  const answer = await fetch("finish", { method: "POST", headers, body: "{}" }).catch(() => null);
  view.finish.disabled = answer?.ok === true;
});
window.addEventListener("pagehide", () => outbox.flush());
window.addEventListener("beforeunload", (event) => {
  if (outbox.waiting > 0 && !review.isOver) event.preventDefault();
});

connect(view, review, start);
view.focusPhoto();
review.begin("doubtful");
