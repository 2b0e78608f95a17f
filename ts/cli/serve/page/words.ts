/**
 * What the page's script says and knows: the reasons for a second look, and the server's limits.
 */
import { REASONS } from "../../../report/photos/reasons.js";
import type { Limits } from "../settings.js";

/** For the script, as JSON. */
export function wordsOf({ maxBody, concurrency }: Limits) {
  return {
    reasons: REASONS,
    maxBody,
    tooLarge: `larger than ${megabytes(maxBody)}, the limit of this server`,
    /** Requests at the same time: others may want an answer too. */
    atOnce: Math.min(4, concurrency),
  };
}

function megabytes(bytes: number): string {
  return bytes < 2 ** 20 ? `${Math.floor(bytes / 2 ** 10)} kB` : `${Number((bytes / 2 ** 20).toFixed(1))} MB`;
}
