/** Declarations of the packed file, checked as they are (`skipLibCheck: false`), with the libraries that users compile with. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { type Installed, packAndInstall } from "./packed.js";
import { LIBRARIES, userOptions } from "./users-types.js";

let installed: Installed;
beforeAll(() => {
  installed = packAndInstall();
});

/** The compiler's own files are the same for every program. */
const read = new Map<string, ts.SourceFile | undefined>();

function errorsOf(programs: readonly string[], json: object): string[] {
  const typeRoots = [fileURLToPath(new URL("../../node_modules/@types", import.meta.url))];
  const { options, errors } = ts.convertCompilerOptionsFromJson({ ...json, typeRoots }, installed.folder);
  const host = ts.createCompilerHost(options);
  const plain = host.getSourceFile;
  host.getSourceFile = (name, ...rest) => {
    if (!/\/lib\.[\w.]+\.d\.ts$/.test(name)) return plain(name, ...rest);
    if (!read.has(name)) read.set(name, plain(name, ...rest));
    return read.get(name);
  };
  const files = programs.map((text, i) => {
    mkdirSync(join(installed.folder, "typed"), { recursive: true });
    writeFileSync(join(installed.folder, "typed", `program-${i}.mts`), text);
    return join(installed.folder, "typed", `program-${i}.mts`);
  });
  const found = [...errors, ...ts.getPreEmitDiagnostics(ts.createProgram(files, options, host))];
  return found.map(({ file, messageText }) => {
    return `${file?.fileName.slice(installed.folder.length)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

describe("a user's program compiles", () => {
  it.each(LIBRARIES)("with the libraries of %s", (_, libraries, programs) => {
    expect(errorsOf(programs, userOptions(libraries))).toEqual([]);
  });

  it("and a wrong one does not", () => {
    const wrong = 'import { loadModel } from "fashion-wasm"; loadModel(5);';
    expect(errorsOf([wrong], userOptions({ lib: ["ES2022"], types: [] }))).toHaveLength(1);
  });
});
