/**
 * Parcel, which reads the `exports` of packages only when it is told to.
 */
import { type BundlerCase, served } from "./case.js";
import { markup, pageFiles } from "./page-files.js";

const EXPORTS = { "@parcel/resolver-default": { packageExports: true } };

export const parcelCases: readonly BundlerCase[] = [
  {
    id: "parcel2",
    tool: "parcel2",
    name: "Parcel 2, build",
    settings: '`"@parcel/resolver-default": { "packageExports": true }` in package.json',
    build: async (project) => {
      project.configure(EXPORTS);
      project.write({ "index.html": markup({ script: "./main.js" }), ...pageFiles() });
      project.run("parcel", ["build", "index.html", "--dist-dir", "dist", "--no-cache", "--no-source-maps"]);
      return served(project);
    },
  },
];
