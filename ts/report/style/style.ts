/**
 * All rules of style of all pages, in the order in which they build on each other.
 */
import { COLOURS } from "./colours.js";
import { CUSTOMERS } from "./customers.js";
import { FIGURES } from "./figures.js";
import { LAYOUT } from "./layout.js";
import { PHOTOS } from "./photos.js";
import { PICTURES } from "./pictures.js";
import { PRINT } from "./print.js";

/** The text of the page's `<style>`. */
export const STYLE = [COLOURS, LAYOUT, FIGURES, PICTURES, PHOTOS, CUSTOMERS, PRINT].join("");
