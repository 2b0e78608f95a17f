/**
 * The garments of pictures.json as PNG files and their table, drawn.csv.
 *
 * The ground follows from the number: odd ones are transparent, even ones white. As pictures.json goes label by label,
 * each label has both in equal parts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csv } from "./csv.mjs";
import { png } from "./render.mjs";
import { iconSet, iconSvg } from "./sets.mjs";

const SIZE = 512;
const LABELS = "T-shirt/top Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag".split(" ").concat("Ankle boot");

/**
 * @typedef {{ label: string, set: string, icon: string, colour?: string }} Picture
 *   `label`: what a person would call it, with `|` between two that are both fair; `colour`: of an icon of one tone,
 *   black when left out
 */

/** @param {string} folder that exists */
export function writeGarments(folder) {
  /** @type {Picture[]} */
  const pictures = JSON.parse(readFileSync(new URL("pictures.json", import.meta.url), "utf8"));
  const rows = pictures.map(({ label, set, icon, colour = "#000000" }, i) => {
    const unknown = label.split("|").find((one) => !LABELS.includes(one));
    if (unknown !== undefined) {
      throw new Error(`pictures.json, ${set} ${icon}: label "${unknown}" → use ${LABELS.join(", ")}, or two with |`);
    }
    const number = i + 1;
    const file = `${String(number).padStart(3, "0")}-${set}-${icon}.png`;
    const ground = number % 2 === 0 ? "white" : undefined;
    writeFileSync(join(folder, file), png(iconSvg(set, icon, SIZE, colour), ground));
    const { version, licence } = iconSet(set);
    return [file, label, `@iconify-json/${set}`, version, licence, icon, ground ?? "transparent"];
  });
  const head = ["file", "label", "package", "version", "licence", "icon", "ground"];
  writeFileSync(join(folder, "drawn.csv"), csv([head, ...rows]));
  return rows.length;
}
