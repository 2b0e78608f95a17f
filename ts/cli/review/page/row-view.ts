/**
 * What is shown of a row beside its picture: why it is to be looked at, what the model says and what it saw.
 */
import type { RowView } from "../views.js";
import { percent } from "../words.js";
import { element, track } from "./elements.js";

/** The elements, and whether the model is in doubt or failed. */
export function saysOf(row: RowView): { readonly isInDoubt: boolean; readonly parts: readonly HTMLElement[] } {
  const [best] = row.topK;
  const isInDoubt = row.error !== null || row.isFlagged;
  const kind = row.error !== null ? "failed" : row.isFlagged ? "doubtful" : "not doubtful";
  const why = row.error ?? row.reason;
  const badge = element(
    "span",
    { class: isInDoubt ? "badge doubt" : "badge" },
    why === null ? kind : `${kind}: ${why}`,
  );
  const label = element("p", { class: "label" });
  if (best === undefined) label.append("No label: what does it show?");
  else label.append(best.label, " ", element("small", {}, percent(best.probability)));
  const tops = element("ul", { class: "tops", "aria-label": "What the model says" });
  for (const { label, probability } of row.topK) {
    const share = element("span", { class: "number" }, percent(probability));
    tops.append(element("li", {}, element("span", {}, label), share, track(probability)));
  }
  return { isInDoubt, parts: [element("div", {}, badge, label, tops), seenOf(row)] };
}

/** What the model saw; nothing where that cannot be made again. */
function seenOf({ row, place, error }: RowView): HTMLElement {
  const seen = element("figure", { class: "seen" });
  if (place !== "file" || error !== null) return seen;
  const image = element("img", { alt: "What the model saw: 28 by 28 pixels", loading: "lazy", decoding: "async" });
  image.src = `seen/${row}`;
  image.addEventListener("error", () => seen.replaceChildren());
  seen.append(image, element("figcaption", {}, "what the model saw"));
  return seen;
}

/** Why there is no picture at all. */
export function whyNoPicture({ place, image }: RowView): HTMLElement {
  if (place === "nothing") return element("p", {}, "The table names no photo here.");
  const link = element("a", { href: image, target: "_blank", rel: "noopener noreferrer" }, image);
  return element("p", {}, "This photo is on another server, and is not fetched without --remote-images: ", link);
}
