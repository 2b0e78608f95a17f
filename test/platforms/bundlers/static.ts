/**
 * No bundler: the package's files as npm put them, found by an import map.
 */
import { type BundlerCase, served, servedByCdn } from "./case.js";
import { importsFrom, markup, pageFiles } from "./page-files.js";

export const staticCases: readonly BundlerCase[] = [
  {
    id: "static",
    tool: "static",
    name: "no bundler",
    settings: "an import map",
    build: async (project) => {
      project.write({ ...pageFiles(), "index.html": markup({ script: "./main.js", imports: importsFrom("") }) });
      return served(project, { root: "." });
    },
  },
  {
    id: "static-cdn",
    tool: "static",
    name: "no bundler, package on a CDN",
    settings: "an import map to another origin",
    build: (project) =>
      servedByCdn(
        project,
        (origin) => {
          const html = markup({ script: "./main.js", imports: importsFrom(origin) });
          project.write({ ...pageFiles({ folder: "page" }), "page/index.html": html });
        },
        { root: "." },
      ),
  },
];
