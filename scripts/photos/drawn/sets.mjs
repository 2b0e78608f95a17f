/**
 * The icon sets as npm packages of Iconify's: one JSON file with the drawings of a set, one that says whose they are.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ body: string, left?: number, top?: number, width?: number, height?: number }} Icon
 * @typedef {{ icons: Record<string, Icon>, left?: number, top?: number, width?: number, height?: number }} Icons
 */

/** Sets already read: the largest has 99 MB. @type {Map<string, { icons: Icons, version: string, licence: string }>} */
const known = new Map();

/** @param {string} set its name below @iconify-json */
export function iconSet(set) {
  const there = known.get(set);
  if (there !== undefined) return there;
  /** @param {string} file */
  const read = (file) =>
    JSON.parse(
      readFileSync(fileURLToPath(new URL(`node_modules/@iconify-json/${set}/${file}`, import.meta.url)), "utf8"),
    );
  const made = {
    /** @type {Icons} */
    icons: read("icons.json"),
    /** @type {string} */
    version: read("package.json").version,
    /** @type {string} */
    licence: read("info.json").license.spdx,
  };
  known.set(set, made);
  return made;
}

/**
 * An icon as SVG on a square, in the middle of it.
 * @param {string} set
 * @param {string} name
 * @param {number} size of the square, in pixels
 * @param {string} colour of an icon of one tone; icons with colours of their own do not ask for it
 */
export function iconSvg(set, name, size, colour) {
  const { icons, version } = iconSet(set);
  const icon = icons.icons[name];
  if (icon === undefined) {
    throw new Error(`pictures.json: @iconify-json/${set} ${version} has no icon "${name}" → name one of its icons`);
  }
  const { left = icons.left ?? 0, top = icons.top ?? 0, width = icons.width ?? 16, height = icons.height ?? 16 } = icon;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size}" ` +
    `height="${size}" viewBox="${left} ${top} ${width} ${height}" color="${colour}">${icon.body}</svg>`
  );
}
