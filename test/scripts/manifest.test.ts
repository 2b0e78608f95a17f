/** Set-up's manifest: a step is skipped exactly when its inputs are the same and its outputs are there. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashInputs, Manifest } from "../../scripts/setup/manifest.mjs";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fashion-wasm-manifest-"));
  mkdirSync(join(root, "src", "deep"), { recursive: true });
  writeFileSync(join(root, "src", "a.rs"), "fn a() {}");
  writeFileSync(join(root, "src", "deep", "b.rs"), "fn b() {}");
  writeFileSync(join(root, "Cargo.toml"), "[workspace]");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("hash of inputs", () => {
  const inputs = { paths: ["src", "Cargo.toml", "not-there"], text: ["flags"] };
  const hash = () => hashInputs(root, inputs);

  test("is the same for the same contents, whatever the times of the files", () => {
    const before = hash();
    writeFileSync(join(root, "src", "a.rs"), "fn a() {}");
    expect(hash()).toBe(before);
  });

  test.each<[string, () => void]>([
    ["a changed file", () => writeFileSync(join(root, "src", "deep", "b.rs"), "fn b() { }")],
    ["a new file", () => writeFileSync(join(root, "src", "c.rs"), "")],
    ["a removed file", () => rmSync(join(root, "src", "a.rs"))],
    ["a renamed file", () => renameSync(join(root, "src", "a.rs"), join(root, "src", "z.rs"))],
    ["a path that was missing", () => writeFileSync(join(root, "not-there"), "")],
    [
      "contents moved to the next file",
      () => {
        writeFileSync(join(root, "src", "a.rs"), "fn a() {}fn b() {}");
        writeFileSync(join(root, "src", "deep", "b.rs"), "");
      },
    ],
  ])("changes with %s", (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  test("changes with the text among the inputs", () => {
    expect(hashInputs(root, { ...inputs, text: ["other flags"] })).not.toBe(hash());
    expect(hashInputs(root, { ...inputs, text: ["fla", "gs"] })).not.toBe(hash());
  });

  test("leaves out what is ignored, folders with all they hold", () => {
    const ignore = (path: string) => path === "src/deep";
    const before = hashInputs(root, { ...inputs, ignore });
    writeFileSync(join(root, "src", "deep", "b.rs"), "changed");
    expect(hashInputs(root, { ...inputs, ignore })).toBe(before);
  });
});

describe("manifest", () => {
  test("knows what was noted, also when read anew, and nothing else", () => {
    const file = join(root, "manifest.json");
    new Manifest(file).note("wasm", "1234");
    const manifest = new Manifest(file);
    expect(manifest.isCurrent("wasm", "1234", [])).toBe(true);
    expect(manifest.isCurrent("wasm", "12345", [])).toBe(false);
    expect(manifest.isCurrent("dist", "1234", [])).toBe(false);
    expect(readdirSync(root)).not.toContainEqual(expect.stringContaining(".tmp"));
  });

  test("does not know what was forgotten, also when read anew", () => {
    const file = join(root, "manifest.json");
    const manifest = new Manifest(file);
    manifest.note("wasm", "1234");
    manifest.note("dist", "5678");
    manifest.forget("dist");
    manifest.forget("never noted");
    for (const each of [manifest, new Manifest(file)]) {
      expect(each.isCurrent("dist", "5678", [])).toBe(false);
      expect(each.isCurrent("wasm", "1234", [])).toBe(true);
    }
  });

  test("is not current when an output is gone", () => {
    const manifest = new Manifest(join(root, "manifest.json"));
    const output = join(root, "out.wasm");
    manifest.note("wasm", "1234");
    expect(manifest.isCurrent("wasm", "1234", [output])).toBe(false);
    writeFileSync(output, "");
    expect(manifest.isCurrent("wasm", "1234", [output])).toBe(true);
  });

  test.each(["", "{", "[]", "null", "7"])("counts an unreadable file as empty: %j", (text) => {
    const file = join(root, "manifest.json");
    writeFileSync(file, text);
    const manifest = new Manifest(file);
    expect(manifest.isCurrent("wasm", "1234", [])).toBe(false);
    manifest.note("wasm", "1234");
    expect(new Manifest(file).isCurrent("wasm", "1234", [])).toBe(true);
  });
});
