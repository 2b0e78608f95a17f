/**
 * Logos of brands, as pictures that show no garment: a choice of simple-icons, in the brand's colour.
 *
 * A logo is taken when the SHA-256 of seed and name is among the smallest, so the choice is the same everywhere and a
 * larger count only adds. Odd numbers stand in colour on white, even ones white on colour; where the colour is light,
 * black takes the place of white.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csv } from "./csv.mjs";
import { png } from "./render.mjs";

/** Logos in which a person would see a bag or a garment. */
const SHOW_GARMENTS = "appgallery blibli googlesearchconsole shopee shopify showwcase stylelint teepublic".split(" ");

const SIZES = { least: 64, most: 600 };
/** Free edge on each side, as a share of the logo. */
const EDGES = { least: 0.05, most: 0.5 };
/** Relative luminance (WCAG 2) from which black is easier to tell from a colour than white. */
const LIGHT = 0.5;

/** @typedef {{ title: string, slug: string, hex: string, license?: { type: string } }} Brand */

/** @param {string} path below the package simple-icons */
const read = (path) => readFileSync(new URL(`node_modules/simple-icons/${path}`, import.meta.url), "utf8");

/**
 * @param {string} folder that exists
 * @param {number} count
 * @param {number} seed
 */
export function writeLogos(folder, count, seed) {
  /** @type {Brand[]} */
  const brands = JSON.parse(read("data/simple-icons.json"));
  /** @type {{ version: string, license: string }} */
  const { version, license } = JSON.parse(read("package.json"));
  const ranked = brands
    .filter(({ slug }) => !SHOW_GARMENTS.includes(slug))
    .map((brand) => ({ brand, hash: createHash("sha256").update(`logos ${seed} ${brand.slug}`).digest() }))
    .sort((a, b) => Buffer.compare(a.hash, b.hash));
  if (count > ranked.length) {
    throw new Error(`--count ${count}: simple-icons ${version} has ${ranked.length} to choose from → ask for fewer`);
  }
  const rows = ranked.slice(0, count).map(({ brand, hash }, i) => {
    const number = i + 1;
    const file = `${String(number).padStart(3, "0")}-${brand.slug}.png`;
    // The hash's last bytes, which hardly any order depends on, say how large it is.
    const size = Math.round(between(SIZES, hash.readUInt16LE(28) / 0xffff));
    const edge = 24 * between(EDGES, hash.readUInt16LE(30) / 0xffff);
    const colour = `#${brand.hex}`;
    const plain = luminance(brand.hex) > LIGHT ? "black" : "white";
    const [ink, ground] = number % 2 === 0 ? [plain, colour] : [colour, plain];
    const view = [-edge, -edge, 24 + 2 * edge, 24 + 2 * edge].join(" ");
    const svg = read(`icons/${brand.slug}.svg`)
      .replace(/<title>.*?<\/title>/, "")
      .replace(
        /<svg [^>]*>/,
        `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${view}" fill="${ink}">`,
      );
    writeFileSync(join(folder, file), png(svg, ground));
    return [file, brand.title, ink, ground, size, "simple-icons", version, brand.license?.type ?? license];
  });
  const head = ["file", "logo", "ink", "ground", "size", "package", "version", "licence"];
  writeFileSync(join(folder, "logos.csv"), csv([head, ...rows]));
  return rows.length;
}

/** @param {{ least: number, most: number }} range @param {number} share */
const between = ({ least, most }, share) => least + share * (most - least);

/** @param {string} hex six digits */
function luminance(hex) {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
