/**
 * The confusion of a classifier, as `eval --json` has written it.
 */
import { readFile } from "node:fs/promises";
import { ioError } from "#platform/io-error";
import { type ConfusionCounts, FashionWasmError } from "../../index.js";

/** Errors: IO, INVALID_ARGUMENT for what is no such file. */
export async function confusionIn(path: string): Promise<ConfusionCounts> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw ioError("read", path, cause);
  });
  const value = parsed(text.replace(/^\uFEFF/, ""), path);
  // Who keeps it beside other facts has it one level down.
  const found = [value, ...membersOf(value)].find((one) => "confusionMatrix" in objectOf(one));
  const { confusionMatrix, classNames, classes } = objectOf(found);
  const names = [classNames, objectOf(value).classNames, namesOf(classes)].find((each) => Array.isArray(each));
  if (!Array.isArray(confusionMatrix) || names === undefined) {
    const what = `${path}: has no confusionMatrix with the names of its classes`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give what eval --json has written`);
  }
  return { confusionMatrix, classNames: names as string[] };
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = `${path}: is no JSON`;
    throw new FashionWasmError("INVALID_ARGUMENT", `${what} → give what eval --json has written`, { cause });
  }
}

/** The scores of the classes, which have their names. */
function namesOf(classes: unknown): unknown {
  return Array.isArray(classes) ? classes.map((one) => objectOf(one).name) : undefined;
}

function membersOf(value: unknown): unknown[] {
  return Object.values(objectOf(value));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
