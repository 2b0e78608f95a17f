/** The same programs under other versions of TypeScript, the oldest that is promised and the newest. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installed, packAndInstall } from "./packed.js";
import { LIBRARIES, userOptions } from "./users-types.js";

const VERSIONS = ["5.2.2", "5.4.5", "5.6.3", "5.7.3", "5.8.3", "6.0.3", "7.0.2"];
const NODE_TYPES = "20.19.43";

let installed: Installed;
beforeAll(() => {
  installed = packAndInstall();
  const packages = VERSIONS.map((version) => `typescript-${version}@npm:typescript@${version}`);
  const install = ["install", "--no-audit", "--no-fund", `@types/node@${NODE_TYPES}`, ...packages];
  execFileSync("npm", install, { cwd: installed.folder, stdio: "pipe" });
}, 300_000);

const cases = VERSIONS.flatMap((version) => LIBRARIES.map((libraries) => [version, ...libraries] as const));
describe("TypeScript", () => {
  it.each(cases)("%s with the libraries of %s", (version, name, libraries, programs) => {
    const folder = join(installed.folder, `${version} ${name}`);
    mkdirSync(folder);
    for (const [i, program] of programs.entries()) writeFileSync(join(folder, `program-${i}.mts`), program);
    const config = { compilerOptions: userOptions(libraries), include: ["*.mts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(installed.folder, "node_modules", `typescript-${version}`, "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});
