/**
 * webpack and Rspack, through their own API: their command lines are packages apart.
 */
import { type BundlerCase, served, servedByCdn } from "./case.js";
import { markup, pageFiles } from "./page-files.js";
import type { Project } from "./project.js";

/** Builds main.js to `dist` by the package `tool`, whose API both share. */
const script = (
  tool: string,
  publicPath?: string,
) => `import ${tool === "webpack" ? "pack" : "{ rspack as pack }"} from "${tool}";

const output = ${JSON.stringify({ filename: "main.js", ...(publicPath === undefined ? {} : { publicPath }) })};
pack({ mode: "production", context: import.meta.dirname, entry: "./main.js", output }, (error, stats) => {
  if (error || stats.hasErrors()) {
    console.error(error ?? stats.toString("errors-only"));
    process.exitCode = 1;
  }
});
`;

function build(project: Project, tool: string, publicPath?: string): void {
  project.write({ ...pageFiles(), "build.js": script(tool, publicPath) });
  project.run("node", ["build.js"]);
}

function cases(id: string, tool: string, name: string): readonly BundlerCase[] {
  return [
    {
      id,
      tool: id,
      name: `${name}, build`,
      settings: "as it comes",
      build: async (project) => {
        build(project, tool);
        project.write({ "dist/index.html": markup({ script: "./main.js" }) });
        return served(project);
      },
    },
    {
      id: `${id}-cdn`,
      tool: id,
      name: `${name}, build for a CDN`,
      settings: "`output.publicPath` on another origin",
      build: (project) =>
        servedByCdn(project, (origin) => {
          build(project, tool, `${origin}/`);
          project.write({ "page/index.html": markup({ script: `${origin}/main.js` }) });
        }),
    },
  ];
}

export const webpackCases: readonly BundlerCase[] = [
  ...cases("webpack5", "webpack", "webpack 5"),
  ...cases("rspack", "@rspack/core", "Rspack 2"),
];
