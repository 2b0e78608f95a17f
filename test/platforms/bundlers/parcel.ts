/**
 * Parcel, which reads the `exports` of packages only when it is told to.
 */
import { type BundlerCase, served } from "./case.js";
import { markup, pageFiles } from "./page-files.js";

const EXPORTS = { "@parcel/resolver-default": { packageExports: true } };

const build =
  (fields: Readonly<Record<string, unknown>>): BundlerCase["build"] =>
  async (project) => {
    project.configure(fields);
    project.write({ "index.html": markup({ script: "./main.js" }), ...pageFiles() });
    project.run("parcel", ["build", "index.html", "--dist-dir", "dist", "--no-cache", "--no-source-maps"]);
    return served(project);
  };

export const parcelCases: readonly BundlerCase[] = [
  {
    id: "parcel2",
    tool: "parcel2",
    name: "Parcel 2, build",
    settings: '`"@parcel/resolver-default": { "packageExports": true }` in package.json',
    build: build(EXPORTS),
  },
  {
    id: "parcel2-alone",
    tool: "parcel2",
    name: "Parcel 2 without settings",
    settings: "as it comes",
    cannot: {
      because: "Parcel 2 does not read the `exports` of packages unless it is told to",
      says: "Failed to resolve",
    },
    build: build({}),
  },
];
