/**
 * Where things are: the repository, the user's cache folder and what set-up keeps in it.
 *
 * The cache is shared by all clones: tools/ by version, fashion-mnist/ (a downloaded data set, see
 * ts/data/fashion-mnist-places.ts) and python-<hash>/ (the tests' virtual environment).
 */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root folder of the repository, without a trailing slash. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/**
 * The project's folder in the user's cache, the one that the package itself uses (ts/platform/node/files.ts).
 * @param {NodeJS.ProcessEnv} [env] the environment to read
 */
export function cacheFolder(env = process.env) {
  const { XDG_CACHE_HOME: base, LOCALAPPDATA: local } = env;
  if (process.platform === "win32") return join(local || join(homedir(), "AppData", "Local"), "fashion-wasm");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "fashion-wasm");
  return join(base && isAbsolute(base) ? base : join(homedir(), ".cache"), "fashion-wasm");
}

/** True in continuous integration, where nothing that is missing may be skipped. */
export const inCi = process.env.CI === "true" || process.env.CI === "1";

/** True when set-up may install system packages. */
export const isRoot = process.getuid?.() === 0;
