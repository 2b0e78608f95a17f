/**
 * The list of keys, as a dialog shows it.
 */
import { element, key } from "./elements.js";

/** What each key does; `hasMore`: some classes have no key. */
export function keysHelp(classNames: readonly string[], hasMore: boolean): HTMLElement[] {
  const rows: readonly (readonly [keys: readonly string[], what: string])[] = [
    [["1", "…", "9", "0"], `gives the class: ${classNames.slice(0, 10).join(", ")}`],
    ...(hasMore ? [[["/"], "finds one of the other classes by its name"] as const] : []),
    [["Enter", "Space"], "confirms the model's label"],
    [["Z", "U", "Backspace"], "takes the last decision back, again and again"],
    [["S"], "skips the photo; it comes again at the end"],
    [["←", "→"], "one photo back and forth"],
    [["M"], "changes the order: doubtful first, random sample, failed"],
    [["?"], "shows this, and Escape closes it"],
  ];
  const list = element("dl");
  for (const [keys, what] of rows) {
    list.append(element("dt", {}, ...keys.map((each) => (each === "…" ? "…" : key(each)))), element("dd", {}, what));
  }
  const close = element("button", { type: "button" }, "Close");
  close.addEventListener("click", () => close.closest("dialog")?.close());
  return [element("h2", { id: "keys" }, "Keys"), list, close];
}
