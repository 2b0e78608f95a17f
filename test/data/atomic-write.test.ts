/**
 * Saving with every system call failing in turn: the previous file stays as it was, and nothing is left lying about.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeFileAtomic } from "../../ts/platform/node/atomic-write.js";

const PACKAGE = new URL("../../dist/node/index.js", import.meta.url).href;

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-write-"));
  path = join(folder, "model.safetensors");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fresh = Uint8Array.from({ length: 100_000 }, (_, i) => i & 255);

describe("an atomic write", () => {
  test("makes a file, and replaces one", async () => {
    await writeFileAtomic(path, Uint8Array.of(1));
    await writeFileAtomic(path, fresh);
    expect(new Uint8Array(readFileSync(path))).toEqual(fresh);
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });

  test("keeps permissions, and a link stays a link", async () => {
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    symlinkSync(path, join(folder, "latest"));
    await writeFileAtomic(join(folder, "latest"), fresh);
    expect(statSync(path).size).toBe(fresh.length);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(["latest", "model.safetensors"]);
  });

  test("of a link into a folder that is missing: says the folder that is missing", async () => {
    symlinkSync("away/../file", join(folder, "latest"));
    await expect(writeFileAtomic(join(folder, "latest"), fresh)).rejects.toThrow("away/.. first");
  });

  test("ten at once on one path: one of them wins, whole", async () => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => writeFileAtomic(path, new Uint8Array(50_000).fill(i))));
    const bytes = readFileSync(path);
    expect(bytes.length).toBe(50_000);
    expect(new Set(bytes).size).toBe(1);
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
  });

  test("leaves nothing beside the old file when the process exits meanwhile", () => {
    writeFileSync(path, "old");
    const program = `
      import { readdirSync } from "node:fs";
      import { dense, sequential } from ${JSON.stringify(PACKAGE)};
      const model = await sequential([dense({ units: 2000 })], { inputShape: [1000], engine: "local" });
      const saving = model.save(${JSON.stringify(path)});
      const look = () => (readdirSync(${JSON.stringify(folder)}).length > 1 ? process.exit(9) : setImmediate(look));
      look();
      await saving;`;
    expect(spawnSync(process.execPath, ["--input-type=module", "-e", program]).status).toBe(9);
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test("into no folder says so", async () => {
    await expect(writeFileAtomic(join(folder, "none", "x"), fresh)).rejects.toMatchObject({
      code: "IO",
      message: expect.stringMatching(
        /^cannot write .*none.x: there is no such file or folder → make the folder .*none first$/,
      ),
    });
  });

  test("onto a folder says so", async () => {
    await expect(writeFileAtomic(folder, fresh)).rejects.toMatchObject({ code: "IO" });
  });
});

/** Each system call that a save makes, in order. */
const calls = ["open", "write", "sync", "close", "rename"] as const;
const failures = calls.flatMap((call) => ["ENOSPC", "EIO", "EACCES", "EXDEV"].map((code) => [call, code] as const));

test.each(failures)(
  "when %s fails with %s, the previous file is untouched and no other is left",
  async (call, code) => {
    writeFileSync(path, "previous");
    const restore = failOnce(call, code);
    const saved = writeFileAtomic(path, fresh);
    await expect(saved).rejects.toMatchObject({ code: "IO", message: expect.stringContaining(path), cause: { code } });
    restore();
    expect(readFileSync(path, "utf8")).toBe("previous");
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
    await writeFileAtomic(path, fresh);
    expect(statSync(path).size).toBe(fresh.length);
  },
);

test("a folder that cannot be synced: refused when the disk fails, accepted where the system knows no such thing", async () => {
  const restoreFirst = failOnce("sync the folder", "EIO");
  await expect(writeFileAtomic(path, fresh)).rejects.toThrow(/the new file is complete, but a power cut/);
  restoreFirst();
  const restore = failOnce("sync the folder", "EINVAL");
  await writeFileAtomic(path, fresh);
  restore();
  expect(readdirSync(folder)).toEqual(["model.safetensors"]);
});

/** Lets one system call of the next save fail; a failing write has written half. */
function failOnce(call: (typeof calls)[number] | "sync the folder", code: string): () => void {
  const { open, rename } = fs;
  const fail = () => Promise.reject(Object.assign(new Error(`${code}: injected`), { code }));
  if (call === "rename") fs.rename = fail;
  fs.open = async (...place) => {
    if (call === "open") return fail();
    const file = await open(...place);
    const [write, close] = [file.write.bind(file), file.close.bind(file)];
    if (call === "write") {
      file.write = (async (bytes: Uint8Array, from: number) => {
        file.write = fail;
        return write(bytes, from, 50_000);
      }) as typeof file.write;
    }
    if (call === "sync" || (call === "sync the folder" && place[0] === folder)) file.sync = fail;
    if (call === "close") file.close = () => close().then(fail);
    return file;
  };
  syncBuiltinESMExports();
  return () => {
    Object.assign(fs, { open, rename });
    syncBuiltinESMExports();
  };
}
