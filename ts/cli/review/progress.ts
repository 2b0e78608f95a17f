/**
 * Where a review stands, in numbers.
 */
import type { Orders, Walk } from "./order.js";
import type { Session } from "./session.js";
import { estimateOf } from "./strata.js";
import type { Progress } from "./views.js";

/** Counts; photos that halve the interval are those of the walk. */
export function progressOf(session: Session, orders: Orders, walk: Walk): Progress {
  const { answers, reviewed } = session;
  const { labels } = answers;
  let [decided, confirmed, named] = [0, 0, 0];
  for (let row = 0; row < reviewed.length; row++) {
    const place = reviewed[row] as number;
    if (place < 0) continue;
    decided += 1;
    if ((labels[row] as number) < 0) named += 1;
    else if (labels[row] === place) confirmed += 1;
  }
  return {
    rows: reviewed.length,
    decided,
    confirmed,
    corrected: decided - confirmed - named,
    named,
    doubtful: orders.doubtful.length,
    doubtfulDecided: orders.doubtful.reduce((sum, row) => sum + ((reviewed[row] as number) >= 0 ? 1 : 0), 0),
    failed: orders.failed.length,
    canUndo: session.canUndo,
    isWritten: session.isWritten,
    trouble: session.trouble?.message ?? null,
    estimate: estimateOf(orders, { reviewed, labels }, walk),
  };
}
