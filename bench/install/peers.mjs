/**
 * Where the peers are installed: folders in the user's cache, by the hash of what they are made from.
 *
 * Never in the repository: together they take gigabytes, and nothing but the bench needs them. `--install` brings
 * them; without it, what is missing is left out and named.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "../../scripts/setup/paths.mjs";
import { step } from "../../scripts/setup/report.mjs";
import { ask, run } from "../../scripts/setup/run.mjs";

/** @param {string} name */
const file = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/**
 * A folder that is whole when the hash of its sources is noted in it.
 * @param {string} name
 * @param {string[]} sources
 */
function place(name, sources) {
  const hash = createHash("sha256");
  for (const source of sources) hash.update(readFileSync(file(source)));
  const folder = join(cacheFolder(), name);
  return { folder, note: join(folder, "made-from.txt"), hash: hash.digest("hex") };
}

/** @param {ReturnType<typeof place>} place */
const isWhole = ({ note, hash }) => existsSync(note) && readFileSync(note, "utf8") === hash;

const javascript = () => place("bench-node", ["package.json", "package-lock.json"]);
const python = () => place("bench-venv", ["requirements.txt"]);
const photosVenv = () => place("bench-photos-venv", ["photos/requirements.txt"]);
const customersVenv = () => place("bench-customers-venv", ["customers/requirements.txt"]);

/** node_modules with the JavaScript peers, or "". */
export function peerPackages() {
  const where = javascript();
  return isWhole(where) ? join(where.folder, "node_modules") : "";
}

/** The Python with the native peers, or "". */
export const peerPython = () => pythonIn(python());

/** The Python with the peers of photos/, or "". */
export const photosPython = () => pythonIn(photosVenv());

/** The Python with the peers of customers/, or "". */
export const customersPython = () => pythonIn(customersVenv());

/** @param {ReturnType<typeof place>} where */
const pythonIn = (where) => (isWhole(where) ? join(where.folder, "bin", "python") : "");

/**
 * Whether a package of the Python peers can be found, without importing it.
 * @param {string} name
 */
export async function pythonHas(name) {
  const code = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  return peerPython() !== "" && (await ask(peerPython(), ["-c", code])) !== null;
}

/** Installs both sets. Each says what it does; neither costs anything when it is whole. */
export async function installPeers() {
  await installJavascript();
  await installPython(python(), "requirements.txt", "several minutes, up to 8 GB");
}

/** Installs the peers of photos/. */
export async function installPhotosPeers() {
  await installPython(photosVenv(), "photos/requirements.txt", "about 500 MB");
}

/** Installs the peers of customers/. */
export async function installCustomersPeers() {
  await installPython(customersVenv(), "customers/requirements.txt", "about 500 MB");
}

async function installJavascript() {
  const { folder, note, hash } = javascript();
  if (peerPackages() !== "") return;
  mkdirSync(folder, { recursive: true });
  rmSync(note, { force: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(file(name), join(folder, name));
  await step("JavaScript peers: npm ci (once, about 450 MB)", () =>
    run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, name: "npm ci" }),
  );
  writeFileSync(note, hash);
}

/**
 * @param {ReturnType<typeof place>} where
 * @param {string} requirements
 * @param {string} costs
 */
async function installPython(where, requirements, costs) {
  const { folder, note, hash } = where;
  if (isWhole(where)) return;
  mkdirSync(folder, { recursive: true });
  rmSync(note, { force: true });
  await step(`Python peers: virtual environment and pip install (once, ${costs})`, async () => {
    const advice = "the bench needs Python 3.11 or newer with venv and a connection to PyPI";
    await run("python3", ["-m", "venv", folder], { advice });
    const args = ["-m", "pip", "install", "--only-binary=:all:", "--requirement", file(requirements)];
    await run(join(folder, "bin", "python"), args, { advice, name: "pip install" });
  });
  writeFileSync(note, hash);
}

const ordersVenv = () => place("bench-orders-venv", ["customers/real/requirements.txt"]);

/** The Python with the data sets of customers/real/, or "". */
export const ordersPython = () => pythonIn(ordersVenv());

/** Installs the data sets of customers/real/. */
export async function installOrders() {
  await installPython(ordersVenv(), "customers/real/requirements.txt", "about 500 MB");
}
