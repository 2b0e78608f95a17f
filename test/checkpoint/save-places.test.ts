/**
 * Where `save` writes: only an ordinary file is replaced, a link keeps pointing where it does, owner and permissions stay,
 * and what is refused is refused before anything is written.
 */
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dense, flatten, loadModel, type Model, sequential } from "fashion-wasm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const isWindows = process.platform === "win32";
const isRoot = process.getuid?.() === 0;
let model: Model;
let folder = "";
let path = "";
beforeAll(async () => {
  model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], engine: "local" });
});
afterAll(() => model.dispose());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fashion-wasm-save-"));
  path = join(folder, "model.safetensors");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);
const names = () => readdirSync(folder).sort();

/** Saving is refused, and the folder holds what it held. */
async function refused(place: string, says: RegExp): Promise<void> {
  const before = names();
  await expect(model.save(place)).rejects.toMatchObject({ code: "IO", message: expect.stringMatching(says) });
  expect(names()).toEqual(before);
}

describe.skipIf(isWindows)("what is no ordinary file is refused and stays", () => {
  const kinds: [name: string, make: () => void | Promise<() => void>, is: (found: Stats) => boolean, says: RegExp][] = [
    ["a folder", () => mkdirSync(path), (found) => found.isDirectory(), /: it is a folder, and only an ordinary file/],
    ["a FIFO", () => void execFileSync("mkfifo", [path]), (found) => found.isFIFO(), /: it is a FIFO, and only an ord/],
    ["a socket", () => listenAt(path), (found) => found.isSocket(), /: it is a socket, and only an ordinary file/],
  ];
  it.each(kinds)("%s", async (_, make, is, says) => {
    const end = await make();
    await refused(path, says);
    symlinkSync(path, at("link.safetensors"));
    await refused(at("link.safetensors"), says);
    expect(is(statSync(path))).toBe(true);
    end?.();
  });

  it.skipIf(!isRoot)("a device (only root can make one)", async ({ skip }) => {
    try {
      execFileSync("mknod", [path, "c", "1", "3"], { stdio: "ignore" });
    } catch {
      skip("this root may not make devices");
    }
    symlinkSync("model.safetensors", at("link.safetensors"));
    await refused(at("link.safetensors"), /link\.safetensors: it is a device, and only an ordinary file is replaced/);
    await refused(path, /: it is a device/);
    expect(lstatSync(path).isCharacterDevice()).toBe(true);
  });
});

describe("links", () => {
  it("to a file that is still to be made: the link stays, the file is made where it points", async () => {
    mkdirSync(at("kept"));
    symlinkSync(join("kept", "first.safetensors"), at("second.safetensors"));
    symlinkSync("second.safetensors", path);
    await model.save(path);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readlinkSync(at("second.safetensors"))).toBe(join("kept", "first.safetensors"));
    expect(readdirSync(at("kept"))).toEqual(["first.safetensors"]);
    (await loadModel(path)).dispose();
  });

  it("through `..` of a linked folder go where the system goes", async () => {
    mkdirSync(at("a", "b"), { recursive: true });
    symlinkSync(join("a", "b"), at("there"));
    symlinkSync(`${at("there")}/../linked.safetensors`, path);
    await model.save(path);
    await model.save(`${at("there")}/../named.safetensors`);
    expect(readdirSync(at("a")).sort()).toEqual(["b", "linked.safetensors", "named.safetensors"]);
  });

  it("into a folder that is missing are refused, and name it", async () => {
    symlinkSync(join(folder, "gone", "x.safetensors"), path);
    await refused(path, /model\.safetensors: .*, it is a link to .*x\.safetensors → make the folder .*gone first$/);
    expect(readlinkSync(path)).toBe(join(folder, "gone", "x.safetensors"));
  });

  it("in a circle are refused", async () => {
    symlinkSync("b.safetensors", at("a.safetensors"));
    symlinkSync("a.safetensors", at("b.safetensors"));
    await refused(at("a.safetensors"), /: too many symbolic links/);
  });

  it("that are hard keep the old content under their other name", async () => {
    writeFileSync(path, "old");
    linkSync(path, at("other"));
    await model.save(path);
    expect(readFileSync(at("other"), "utf8")).toBe("old");
    expect(statSync(path).nlink).toBe(1);
  });
});

describe.skipIf(isWindows)("permissions", () => {
  it.each([0o666, 0o660, 0o604, 0o600])("mode %i stays, whatever the umask", async (mode) => {
    writeFileSync(path, "old");
    chmodSync(path, mode);
    await model.save(path);
    expect(statSync(path).mode & 0o777).toBe(mode);
    expect(statSync(path).size).toBeGreaterThan(3);
  });

  it.skipIf(!isRoot)("the owner stays (only root writes another's file)", async () => {
    writeFileSync(path, "old");
    chownSync(path, 12345, 23456);
    await model.save(path);
    const { uid, gid, size } = statSync(path);
    expect({ uid, gid }).toEqual({ uid: 12345, gid: 23456 });
    expect(size).toBeGreaterThan(3);
  });

  // As another than root: the whole process changes its user, once all that it reads is read.
  it("write-protected, the file is refused; so is a folder that takes none", () => {
    mkdirSync(at("closed"));
    mkdirSync(at("open"));
    writeFileSync(at("open", "model.safetensors"), "old", { mode: 0o444 });
    if (isRoot) for (const name of ["", "open", "open/model.safetensors"]) chownSync(at(name), 65534, 65534);
    chmodSync(at("closed"), 0o555);
    const script = `
      import { dense, flatten, sequential } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
      const model = await sequential([flatten(), dense({ units: 2 })], { inputShape: [2, 2, 1], engine: "local" });
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
      for (const name of ["open", "closed"]) {
        await model.save(process.argv[1] + "/" + name + "/model.safetensors").then(() => console.log("saved"), (e) => console.log(e.message));
      }`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script, folder], { encoding: "utf8" });
    const [open, closed] = said.split("\n");
    expect(open).toMatch(/open\/model\.safetensors: permission denied, the file is write-protected$/);
    expect(closed).toMatch(/closed\/model\.safetensors: permission denied, no file can be made in .*closed$/);
    expect(readFileSync(at("open", "model.safetensors"), "utf8")).toBe("old");
    expect(readdirSync(at("open"))).toEqual(["model.safetensors"]);
    expect(readdirSync(at("closed"))).toEqual([]);
  });
});

describe("names", () => {
  it.skipIf(isWindows)("of 255 bytes are written, of 256 refused", async () => {
    const name = (bytes: number) => `${"ü".repeat((bytes - 13) / 2)}x.safetensors`;
    await model.save(at(name(255)));
    expect(names()).toEqual([name(255)]);
    await refused(at(`x${name(255)}`), /: the name is too long$/);
  });

  it.skipIf(isWindows)("of a path that is longer than the system's limit are refused", async () => {
    await refused(at(...Array(40).fill("f".repeat(120)), "model.safetensors"), /: the name is too long$/);
  });

  it("with a NUL are refused, without one in the message", async () => {
    await refused(at("a\0b.safetensors"), /a\\0b\.safetensors: the path holds a NUL character/);
  });

  it.each(["", ".", "folder/", "a.safetensors/"])("%j: no path of a .safetensors file", async (place) => {
    await expect(model.save(place)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it.skipIf(process.platform !== "linux")("in /proc are refused, and not as a missing folder", async () => {
    await refused(
      "/proc/model.safetensors",
      /^cannot write \/proc\/model\.safetensors: .*no file can be made in \/proc$/,
    );
  });

  it("below a file are refused", async () => {
    writeFileSync(at("file"), "");
    await refused(at("file", "x.safetensors"), /: a part of the path is not a folder$/);
  });
});

describe("saves of one path at the same time", () => {
  it("leave what was asked for last, however small", async () => {
    await using large = await sequential([flatten(), dense({ units: 1500 })], {
      inputShape: [28, 28, 1],
      engine: "local",
    });
    const [first, second] = await Promise.all([large.serialize(), large.serialize({ weights: "int8" })]);
    expect(first.length).toBeGreaterThan(3 * second.length);
    await Promise.all([large.save(path), large.save(join(folder, ".", "model.safetensors"), { weights: "int8" })]);
    expect(statSync(path).size).toBe(second.length);
    expect(names()).toEqual(["model.safetensors"]);
  });

  it("do not spoil each other where one fails", async () => {
    mkdirSync(path);
    const failed = expect(model.save(path)).rejects.toMatchObject({ code: "IO" });
    const other = model.save(at("other.safetensors"));
    await failed;
    rmSync(path, { recursive: true });
    await Promise.all([other, model.save(path)]);
    expect(names()).toEqual(["model.safetensors", "other.safetensors"]);
  });
});

async function listenAt(place: string): Promise<() => void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(place, resolve));
  return () => server.close();
}
