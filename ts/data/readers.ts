/**
 * What reads data sets: the script that is fetched when one of it is first called (from.ts, fashion-mnist.ts, parse-idx.ts). It
 * knows arrays, not datasets.
 */
export { readCsv } from "./csv.js";
export { parseIdx } from "./idx.js";
export { readIdxPair } from "./idx-dataset.js";
export { readImages } from "./image-files.js";
export { imagesInFolder } from "./image-folder.js";
export { readFashionMnist } from "./read-fashion-mnist.js";
export { readFolder } from "./read-folder.js";
