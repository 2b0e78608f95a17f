/**
 * Vite: its dev server, and builds for the page's own origin, a deep folder and a CDN.
 */

import { cpSync } from "node:fs";
import { join } from "node:path";
import { type BundlerCase, served, servedByCdn, servedByTool } from "./case.js";
import { markup, pageFiles } from "./page-files.js";

const EXCLUDE = 'optimizeDeps: { exclude: ["fashion-wasm"] }';

/** A configuration that sends the headers of isolation when it is told to. */
const devConfig = (line = "") => `const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
export default { ${line}server: { headers: process.env.ISOLATED ? isolation : {} } };
`;

const page = () => ({ "index.html": markup({ script: "./main.js" }), ...pageFiles() });

const dev =
  (line?: string): BundlerCase["build"] =>
  async (project) => {
    project.write({ ...page(), "vite.config.js": devConfig(line) });
    return servedByTool(project, "vite", (port) => ["--port", `${port}`, "--strictPort", "--host", "localhost"]);
  };

const build =
  (base = "/"): BundlerCase["build"] =>
  async (project) => {
    project.write(page());
    project.run("vite", ["build", "--base", base, "--outDir", `dist${base}`]);
    return served(project, { path: `${base}index.html` });
  };

export const viteCases: readonly BundlerCase[] = [
  { id: "vite8-dev", tool: "vite8", name: "Vite 8, dev server", settings: "as it comes", build: dev() },
  { id: "vite8-build", tool: "vite8", name: "Vite 8, build", settings: "as it comes", build: build() },
  {
    id: "vite8-deep",
    tool: "vite8",
    name: "Vite 8, build for a deep folder",
    settings: '`base: "/a/b/c/"`',
    build: build("/a/b/c/"),
  },
  {
    id: "vite8-cdn",
    tool: "vite8",
    name: "Vite 8, build for a CDN",
    settings: "`base` on another origin",
    build: (project) =>
      servedByCdn(project, (origin) => {
        project.write(page());
        project.run("vite", ["build", "--base", `${origin}/`]);
        cpSync(join(project.folder, "dist/index.html"), join(project.folder, "page/index.html"));
      }),
  },
  {
    id: "vite7-dev-alone",
    tool: "vite7",
    name: "Vite 7, dev server without settings",
    settings: "as it comes",
    cannot: {
      because: "Vite 7 moves packages to node_modules/.vite and leaves their other files behind",
      says: EXCLUDE,
    },
    build: dev(),
  },
  {
    id: "vite7-dev",
    tool: "vite7",
    name: "Vite 7, dev server",
    settings: `\`${EXCLUDE}\``,
    build: dev(`${EXCLUDE}, `),
  },
  { id: "vite7-build", tool: "vite7", name: "Vite 7, build", settings: "as it comes", build: build() },
];
