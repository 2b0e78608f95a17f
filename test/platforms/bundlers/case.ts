/**
 * What a case of the matrix is: a tool, what is built with it, and how its page is reached.
 */

import type { Project } from "./project.js";
import { versionsOf } from "./project.js";
import { cdn, type Site, staticSite, toolSite } from "./site.js";

/** A way to use the package by a tool. */
export interface BundlerCase {
  readonly id: string;
  /** A folder of ../tools. */
  readonly tool: string;
  /** "Vite 8, build". */
  readonly name: string;
  /** "as it comes", or the one line that it takes, as Markdown. */
  readonly settings: string;
  /** For what cannot work: why, and words of the error that it ends with. */
  readonly cannot?: { readonly because: string; readonly says: string };
  /** For what is no page: the story is told by the tool's server, and its outcome is what `url` answers. */
  readonly onServer?: true;
  /** Builds in the empty project, and returns how to reach what was built. */
  build(project: Project): Promise<Built>;
}

/** What was built. */
export interface Built {
  open(isolated: boolean): Promise<Site>;
  /** Ends what served the build besides the site. */
  close?(): Promise<void>;
}

/** The version of a case as the document shows it. */
export function versionOf({ tool }: BundlerCase): string {
  return versionsOf(tool) || "none";
}

/** Served from the folder `dist`, or as `options` say. */
export function served(project: Project, options: { root?: string; path?: string } = {}): Built {
  return { open: (isolated) => staticSite(project, { ...options, isolated }) };
}

/** Built for a CDN whose folder is `dist`, and a page of another origin in `page`, which has nothing but its markup. */
export async function servedByCdn(
  project: Project,
  build: (origin: string) => void,
  { root = "dist" }: { root?: string } = {},
): Promise<Built> {
  const server = await cdn(project, root);
  try {
    build(server.origin);
  } catch (error) {
    await server.close();
    throw error;
  }
  return {
    open: async (isolated) => {
      const site = await staticSite(project, { root: "page", isolated });
      return { ...site, failures: () => [...site.failures(), ...server.failures] };
    },
    close: server.close,
  };
}

/** Served by the tool's own server; `ISOLATED` in its environment tells its configuration to send the headers. */
export function servedByTool(project: Project, program: string, args: (port: number) => readonly string[]): Built {
  return { open: (isolated) => toolSite(project, program, args, { env: isolated ? { ISOLATED: "1" } : {} }) };
}
