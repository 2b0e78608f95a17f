/** When node_modules counts as whole: npm has finished, and has what the lock file asks for. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { npmPackagesAreCurrent } from "../../scripts/setup/npm.mjs";

let root = "";
const lock = {
  "": { version: "0.1.0" },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a-darwin": { version: "1.0.0", optional: true },
};

const write = (path: string, packages: Record<string, object>) =>
  writeFileSync(join(root, path), JSON.stringify({ lockfileVersion: 3, packages }));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fashion-wasm-npm-"));
  mkdirSync(join(root, "node_modules"));
  write("package-lock.json", lock);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test("an install that was interrupted is not whole", () => {
  expect(npmPackagesAreCurrent(root)).toBe(false);
});

test.each<[string, Record<string, object>, boolean]>([
  ["everything for this platform", { "node_modules/a": { version: "1.0.0" } }, true],
  ["an older version", { "node_modules/a": { version: "0.9.0" } }, false],
  ["a package missing", {}, false],
  ["an optional package of another version", { ...lock, "node_modules/a-darwin": { version: "0.9.0" } }, false],
])("%s", (_, installed, current) => {
  write("node_modules/.package-lock.json", installed);
  expect(npmPackagesAreCurrent(root)).toBe(current);
});
