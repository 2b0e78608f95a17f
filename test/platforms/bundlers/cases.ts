/**
 * All cases of the matrix, in the order of the document.
 */
import type { BundlerCase } from "./case.js";
import { nextCases } from "./next.js";
import { parcelCases } from "./parcel.js";
import { rollupCases } from "./rollup.js";
import { staticCases } from "./static.js";
import { viteCases } from "./vite.js";
import { webpackCases } from "./webpack.js";

export const CASES: readonly BundlerCase[] = [
  ...staticCases,
  ...viteCases,
  ...webpackCases,
  ...rollupCases,
  ...parcelCases,
  ...nextCases,
];
