/**
 * The browsers that tests run in: Chromium and Firefox of the system, both driven by puppeteer-core.
 *
 * FASHION_WASM_CHROMIUM and FASHION_WASM_FIREFOX name other programs; vitest.config.ts puts what is found here
 * into the same variables, and a test whose variable is empty is skipped.
 */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, aptLine, mayUseApt } from "./apt.mjs";
import { reportMissing } from "./missing.mjs";
import { SetupError, step } from "./report.mjs";

const BROWSERS = [
  {
    name: "Chromium",
    variable: "FASHION_WASM_CHROMIUM",
    programs: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    package: "chromium",
  },
  {
    name: "Firefox",
    variable: "FASHION_WASM_FIREFOX",
    programs: ["firefox-esr", "firefox"],
    package: "firefox-esr",
  },
];

/**
 * Path of a browser, or "" when this machine has none.
 * @param {typeof BROWSERS[number]} browser
 */
function find({ variable, programs }) {
  const named = process.env[variable];
  if (named) return named;
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return programs.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path)) ?? "";
}

/**
 * The browsers by their environment variable; an empty text where there is none.
 * @returns {Record<string, string>}
 */
export function browserVariables() {
  return Object.fromEntries(BROWSERS.map((browser) => [browser.variable, find(browser)]));
}

/** Installs the missing browsers where that is allowed, else says what is skipped. */
export async function ensureBrowsers() {
  const missing = BROWSERS.filter((browser) => find(browser) === "");
  if (missing.length === 0) return;
  const packages = missing.map((browser) => browser.package);
  if (mayUseApt()) {
    try {
      await step(`browsers for tests: apt-get install ${packages.join(" ")}`, () => aptInstall(packages));
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.error(error.message);
    }
  }
  for (const browser of missing.filter((one) => find(one) === "")) {
    const advice = `type \`${aptLine([browser.package])}\`, or set ${browser.variable} to the program`;
    reportMissing(`${browser.name} is not on this machine`, `tests in ${browser.name} are skipped`, advice);
  }
}
