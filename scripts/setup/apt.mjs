/**
 * Debian's packages: installed only as root, lists refreshed once and only when something is missing.
 */
import { existsSync } from "node:fs";
import { isRoot } from "./paths.mjs";
import { run } from "./run.mjs";

const APT = "/usr/bin/apt-get";
const OPTIONS = ["--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];

/** @type {Promise<unknown> | undefined} */
let refreshed;

/**
 * True when `apt-get install` may be tried: Debian or a relative, as root.
 */
export function mayUseApt() {
  return isRoot && existsSync(APT);
}

/**
 * The line a user who is not root types for some packages.
 * @param {string[]} packages
 */
export function aptLine(packages) {
  return `sudo apt-get install ${packages.join(" ")}`;
}

/**
 * Installs Debian packages as root.
 * @param {string[]} packages
 * @throws {import("./report.mjs").SetupError} when apt fails or knows no such package
 */
export async function aptInstall(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  refreshed ??= run(APT, ["update"], { env });
  await refreshed;
  await run(APT, ["install", ...OPTIONS, ...packages], { env });
}
