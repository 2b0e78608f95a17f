/**
 * The runtimes that are tried: the program, and how it is told to run a script and the package's command.
 */
import { join } from "node:path";
import { installTool, pinnedVersion } from "../projects.js";

/** A runtime. */
export interface Runtime {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly settings: string;
  /** The program; installs it where that was not done before. */
  program(): string;
  /** What comes before a script's name. */
  readonly script: readonly string[];
  /** What comes before the arguments of the command `fashion-wasm`. */
  readonly command: readonly string[];
}

const COMMAND = "node_modules/fashion-wasm/dist/node/cli.js";
const AS_IT_COMES = "as it comes";
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-env", "--allow-sys"];

function node(id: string): Runtime {
  const version = pinnedVersion(id, "node");
  return {
    ...{ id, name: `Node ${version.split(".")[0]}`, version, settings: AS_IT_COMES },
    ...{ program: () => tool(id, "node"), script: [], command: [COMMAND] },
  };
}

/** The Node that runs the tests. */
export const THIS_NODE: Runtime = {
  ...{ id: "node", name: `Node ${process.versions.node.split(".")[0]}`, version: process.versions.node },
  ...{ settings: AS_IT_COMES, program: () => process.execPath, script: [], command: [COMMAND] },
};

/** All of them, in the order of the document. */
export const RUNTIMES: readonly Runtime[] = [
  THIS_NODE,
  node("node22"),
  node("node24"),
  node("node26"),
  {
    ...{ id: "deno", name: "Deno 2", version: pinnedVersion("deno", "deno"), settings: `\`${PERMISSIONS.join(" ")}\`` },
    program: () => tool("deno", "deno"),
    script: ["run", ...PERMISSIONS],
    command: ["run", ...PERMISSIONS, "npm:fashion-wasm"],
  },
  {
    ...{ id: "bun", name: "Bun 1", version: pinnedVersion("bun", "bun"), settings: AS_IT_COMES },
    program: () => tool("bun", "bun"),
    script: [],
    command: ["run", "--bun", "fashion-wasm"],
  },
];

function tool(name: string, program: string): string {
  return join(installTool(name), "node_modules", ".bin", program);
}
