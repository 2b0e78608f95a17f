/**
 * The Python that reads our files in tests, so that they are judged by somebody else's reader.
 *
 * A virtual environment in the cache, by the hash of scripts/test-requirements.txt; its `complete` file is
 * written last, so an interrupted one is made anew. vitest.config.ts hands its path on as FASHION_WASM_PYTHON;
 * a test whose variable is empty is skipped.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, aptLine, mayUseApt } from "./apt.mjs";
import { reportMissing } from "./missing.mjs";
import { cacheFolder, root } from "./paths.mjs";
import { SetupError, step } from "./report.mjs";
import { ask, run } from "./run.mjs";

const REQUIREMENTS = join(root, "scripts", "test-requirements.txt");
const DEBIAN_PACKAGES = ["python3", "python3-venv"];

/** The environment's folder and the program in it. */
function environment() {
  const hash = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), `python-${hash}`);
  return { folder, program: join(folder, "bin", "python"), complete: join(folder, "complete") };
}

/** Path of the tests' Python, or "" when it has not been set up. */
export function testPython() {
  const { program, complete } = environment();
  return existsSync(complete) && existsSync(program) ? program : "";
}

/** Makes the virtual environment where Python and PyPI can be had, else says what is skipped. */
export async function ensurePython() {
  if (testPython() !== "") return;
  try {
    if ((await ask("python3", ["-c", "import venv, ensurepip"])) === null && mayUseApt()) {
      await step(`Python for tests: apt-get install ${DEBIAN_PACKAGES.join(" ")}`, () => aptInstall(DEBIAN_PACKAGES));
    }
    await step("Python for tests: virtual environment with numpy, Pillow and safetensors", makeEnvironment);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    const advice = `type \`${aptLine(DEBIAN_PACKAGES)}\` and start again with a connection to PyPI`;
    reportMissing(
      "Python with numpy, Pillow, safetensors could not be set up",
      "tests with Python are skipped",
      advice,
    );
  }
}

async function makeEnvironment() {
  const { folder, program, complete } = environment();
  rmSync(folder, { recursive: true, force: true });
  await run("python3", ["-m", "venv", folder]);
  await run(program, ["-m", "pip", "install", "--quiet", "--only-binary=:all:", "--requirement", REQUIREMENTS]);
  writeFileSync(complete, "");
}
