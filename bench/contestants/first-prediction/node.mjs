/**
 * Starts in Node: each is a process of its own, started here and ended after its first prediction.
 */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { serve } from "../serve.mjs";
import { prepareStarts } from "./starts.mjs";

const run = promisify(execFile);
const PROCESS = fileURLToPath(new URL("process.mjs", import.meta.url));

await serve({
  prepare: (settings) => {
    const entry = pathToFileURL(join(settings.build, "dist", "node", settings.entry)).href;
    return prepareStarts(settings, async (wanted) => {
      const { stdout, stderr } = await run(process.execPath, [PROCESS, JSON.stringify({ entry, ...wanted })]);
      process.stderr.write(stderr);
      return JSON.parse(stdout);
    });
  },
  quit: async () => process.exit(0),
});
