/**
 * customers.wasm: found where `init` says, asked for again after it was missing, and started anew after a fault. The sources
 * are looked at, which the public functions for customers call.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import type { WasmFileSource } from "../../ts/wasm/wasm-file-source.js";

const dist = pathToFileURL("dist/");
const bytes = readFileSync(new URL("customers.wasm", dist));
const empty = mkdtempSync(join(tmpdir(), "fashion-wasm-customers-"));
const emptyUrl = `${pathToFileURL(empty)}/`;
afterAll(() => rmSync(empty, { recursive: true }));

let customersWasm: typeof import("../../ts/customers/customers-wasm.js").customersWasm;
let setFiles: typeof import("../../ts/wasm/file-settings.js").setFiles;
beforeEach(async () => {
  vi.resetModules();
  ({ customersWasm } = await import("../../ts/customers/customers-wasm.js"));
  ({ setFiles } = await import("../../ts/wasm/file-settings.js"));
});

const hash = async (address: string) =>
  (await customersWasm()).named("audience", "ENGINE_PANIC", (glue) => glue.hashAddress(address));

it.each<[string, () => WasmFileSource]>([
  ["an address", () => new URL("customers.wasm", dist)],
  ["bytes", () => bytes],
  ["a module", () => new WebAssembly.Module(bytes)],
])("is taken as %s", async (_, source) => {
  setFiles({ customersWasm: source() });
  const expected = createHash("sha256").update("zoë@example.com").digest("hex");
  expect(await hash(" Zoë@Example.COM\n")).toBe(expected);
});

it("is found in the folder of all files, after it was missing in another", async () => {
  setFiles({ base: emptyUrl });
  await expect(customersWasm()).rejects.toMatchObject({
    name: "FashionWasmError",
    code: "ENGINE_START_FAILED",
    message: expect.stringMatching(
      /^the calculator of customer profiles \(customers\.wasm\) cannot be started: .*customers\.wasm.* → serve customers\.wasm .*init\(\{ customersWasm \}\)$/,
    ),
  });
  setFiles({ base: dist.href });
  expect(await hash("a")).toHaveLength(64);
  expect(await customersWasm()).toBe(await customersWasm());
});

it("says so where another file is in its place", async () => {
  setFiles({ customersWasm: readFileSync(new URL("data.wasm", dist)) });
  await expect(customersWasm()).rejects.toMatchObject({ code: "ENGINE_START_FAILED" });
});

it("gets a fresh instance after a fault, and only then", async () => {
  setFiles({ customersWasm: bytes });
  const wasm = await customersWasm();
  const glue = wasm.named("x", "ENGINE_PANIC", (it) => it);
  expect(wasm.named("x", "ENGINE_PANIC", (it) => it)).toBe(glue);
  const refused = { code: "CSV_VALUE", message: "row 3: no number" };
  const errorOf = (thrown: unknown) => {
    try {
      wasm.named("orders.csv", "ENGINE_PANIC", () => {
        throw thrown;
      });
    } catch (error) {
      return error;
    }
  };
  expect(errorOf(refused)).toMatchObject({ code: "CSV_VALUE", message: "orders.csv: row 3: no number" });
  expect(wasm.named("x", "ENGINE_PANIC", (it) => it)).toBe(glue);
  expect(errorOf(new WebAssembly.RuntimeError("unreachable"))).toMatchObject({
    code: "ENGINE_PANIC",
    message: "orders.csv: the calculator failed (unreachable)",
  });
  expect(wasm.named("x", "ENGINE_PANIC", (it) => it)).not.toBe(glue);
  expect(await hash("a")).toHaveLength(64);
});
