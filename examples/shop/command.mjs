// The command line as a process of its own, as a shell would run it: `fashion-wasm … --json`, its object read.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./cli.js", import.meta.resolve("fashion-wasm")));

/** Runs a command and returns what it printed. Errors: what the command said, where it failed. */
export function fashionWasm(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...args, "--json"], { stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"]) {
      child[name].setEncoding("utf8").on("data", (text) => {
        said[name] += text;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve({ ...JSON.parse(said.stdout), notes: said.stderr });
      else reject(new Error(`fashion-wasm ${args.join(" ")}\nended with ${code}: ${said.stderr}`));
    });
  });
}
