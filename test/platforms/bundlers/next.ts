/**
 * Next.js: a page whose story is told in the browser, and a route handler that tells it on the server.
 */
import type { Built, BundlerCase } from "./case.js";
import { storyFiles } from "./page-files.js";
import type { Project } from "./project.js";
import { toolSite } from "./site.js";

const EXTERNAL = 'serverExternalPackages: ["fashion-wasm"]';
const IMPORTS = `import * as fashion from "fashion-wasm";
import * as inference from "fashion-wasm/inference";
`;

/** The headers of isolation for one page, and those that its scripts need. */
const config = (line = "") => `const embedder = { key: "Cross-Origin-Embedder-Policy", value: "require-corp" };
const opener = { key: "Cross-Origin-Opener-Policy", value: "same-origin" };
export default {
  ${line}
  headers: async () => [
    { source: "/isolated", headers: [embedder, opener] },
    { source: "/_next/:path*", headers: [embedder] },
  ],
};
`;

const LAYOUT = `export default function Layout({ children }) {
  return <html><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;
}
`;

const PAGE = `"use client";
import { useEffect } from "react";
${IMPORTS}import { story } from "../story.js";

export default function Page() {
  useEffect(() => {
    globalThis.runtime = { story: () => story(fashion, inference) };
  }, []);
  return <p>fashion-wasm</p>;
}
`;

const ROUTE = `${IMPORTS}import { story } from "../story.js";

export const dynamic = "force-dynamic";
export const GET = async () => Response.json(await story(fashion, inference));
`;

function start(project: Project, path: (isolated: boolean) => string): Built {
  const args = (port: number) => ["start", "--port", `${port}`];
  return { open: (isolated) => toolSite(project, "next", args, { path: path(isolated) }) };
}

const page =
  (...flags: readonly string[]): BundlerCase["build"] =>
  async (project) => {
    project.write({
      ...storyFiles("app"),
      "next.config.js": config(),
      "app/layout.js": LAYOUT,
      "app/isolated/page.js": PAGE,
      "app/plain/page.js": PAGE,
    });
    project.run("next", ["build", ...flags]);
    return start(project, (isolated) => (isolated ? "/isolated" : "/plain"));
  };

const route =
  (line?: string, ...flags: readonly string[]): BundlerCase["build"] =>
  async (project) => {
    project.write({
      ...storyFiles("app"),
      "next.config.js": config(line),
      "app/layout.js": LAYOUT,
      "app/told/route.js": ROUTE,
    });
    project.run("next", ["build", ...flags]);
    return start(project, () => "/told");
  };

export const nextCases: readonly BundlerCase[] = [
  { id: "next16-page", tool: "next16", name: "Next.js 16, page", settings: "as it comes", build: page() },
  {
    id: "next16-route",
    tool: "next16",
    name: "Next.js 16, route handler",
    settings: "as it comes",
    onServer: true,
    build: route(),
  },
  {
    id: "next16-route-external",
    tool: "next16",
    name: "Next.js 16, route handler",
    settings: `\`${EXTERNAL}\``,
    onServer: true,
    build: route(`${EXTERNAL},`),
  },
  {
    id: "next16-webpack-page",
    tool: "next16",
    name: "Next.js 16 with webpack, page",
    settings: "`next build --webpack`",
    build: page("--webpack"),
  },
  {
    id: "next16-webpack-route",
    tool: "next16",
    name: "Next.js 16 with webpack, route handler",
    settings: "`next build --webpack`",
    onServer: true,
    cannot: {
      because: "Next.js gives webpack's server the addresses of pages (/_next/static/media/…), and no file lies there",
      says: EXTERNAL,
    },
    build: route("", "--webpack"),
  },
  {
    id: "next16-webpack-route-external",
    tool: "next16",
    name: "Next.js 16 with webpack, route handler",
    settings: `\`next build --webpack\`, \`${EXTERNAL}\``,
    onServer: true,
    build: route(`${EXTERNAL},`, "--webpack"),
  },
];
