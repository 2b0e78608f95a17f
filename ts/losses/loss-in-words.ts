/**
 * A loss in words, for summaries and reports.
 */

/** Its name, and the options that differ from their defaults. */
export function lossInWords(loss: string | Readonly<Record<string, unknown>>): string {
  if (typeof loss === "string") return loss;
  const { type, ...options } = loss;
  return [type, ...Object.entries(options).map(([name, value]) => `${name} ${value}`)].join(", ");
}
