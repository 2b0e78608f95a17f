/**
 * Opens the page in the person's browser.
 *
 * Arguments of a process can be read by all users of a machine, and the address is a secret: the browser gets the path of a file that
 * only this user can read, and that leads to the page.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say } from "../say.js";

/** Opens it; the function that is returned removes the file. A browser that cannot be started is said, and is no error. */
export async function openPage(address: string): Promise<() => void> {
  const folder = await mkdtemp(join(tmpdir(), "fashion-wasm-review-"));
  const file = join(folder, "review.html");
  await writeFile(
    file,
    `<!doctype html><meta http-equiv="refresh" content="0; url=${address}"><title>Review</title>\n`,
    { mode: 0o600 },
  );
  const [program, ...before] =
    { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform as string] ?? (["xdg-open"] as string[]);
  const child = spawn(program as string, [...before, file], { stdio: "ignore", detached: true });
  child.on("error", () => say(`no browser could be started by ${program}: open the address by hand`));
  child.unref();
  return () => rmSync(folder, { recursive: true, force: true });
}
