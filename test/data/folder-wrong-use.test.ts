/**
 * What is no folder of images.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataset, type FolderOptions } from "fashion-wasm";
import { afterAll, describe, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const scratch = mkdtempSync(join(tmpdir(), "fashion-wasm-folder-"));
mkdirSync(join(scratch, "hollow", "bag"), { recursive: true });
writeFileSync(join(scratch, "a.png"), "");
afterAll(() => rmSync(scratch, { recursive: true }));

describe("refused is", () => {
  const WRONG: [name: string, options: () => object, code: "DATA_NOT_FOUND" | "INVALID_ARGUMENT", named: string[]][] = [
    ["a folder that is not there", () => ({ folder: join(scratch, "none") }), "DATA_NOT_FOUND", ["does not exist"]],
    ["a file", () => ({ folder: join(scratch, "a.png") }), "DATA_NOT_FOUND", ["is not a folder"]],
    ["an empty choice", () => ({ folder: [] }), "DATA_NOT_FOUND", ["the chosen files hold"]],
    ["a folder of empty folders", () => ({ folder: join(scratch, "hollow") }), "DATA_NOT_FOUND", ["no image"]],
    [
      "a web address",
      () => ({ folder: "https://example.com/x/" }),
      "INVALID_ARGUMENT",
      ["cannot be listed", "fromImages"],
    ],
    ["a number", () => ({ folder: 5 }), "INVALID_ARGUMENT", ["folder is 5"]],
    ["nothing", () => ({}), "INVALID_ARGUMENT", ["folder is undefined"]],
    ["an unknown option", () => ({ folder: scratch, labels: [] }), "INVALID_ARGUMENT", ['"labels"']],
    ["no class name", () => ({ folder: scratch, classNames: [] }), "INVALID_ARGUMENT", ["classNames"]],
  ];
  it.each(WRONG)("%s", (_, options, code, named) =>
    expectRefusal(() => dataset.fromFolder(options() as FolderOptions), code, named),
  );
});
