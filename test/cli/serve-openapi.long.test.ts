/** Schemathesis, which makes requests of the description, good and bad ones, and holds the answers against it: all its checks pass. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Served, startServer } from "./serve-server.js";

const SCRIPT = fileURLToPath(new URL("../../scripts/serve/schemathesis", import.meta.url));

let server: Served;
beforeAll(async () => {
  server = await startServer(["--quiet"]);
});
afterAll(() => server.stop());

it.skipIf(process.platform === "win32").each([1, 2, 3])("finds nothing with seed %i", async (seed) => {
  const options = ["--max-examples", "1000", "--seed", String(seed), "--no-color"];
  const { stdout } = await promisify(execFile)(SCRIPT, [server.url, ...options], { maxBuffer: 2 ** 26 }).catch(
    (error: { stdout?: string; stderr?: string }) => {
      throw new Error(`${error.stdout ?? ""}${error.stderr ?? ""}`.slice(-8000));
    },
  );
  const [, version] = /Schemathesis v(\S+)/.exec(stdout) ?? [];
  const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(stdout) ?? [];
  console.log(`schemathesis ${version}, seed ${seed}: ${generated} cases, ${passed} passed`);
  expect(stdout).toContain("No issues found");
  expect(Number(generated)).toBeGreaterThan(1000);
  expect(passed).toBe(generated);
});
