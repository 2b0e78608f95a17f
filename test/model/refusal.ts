/** How tests state a wrong use: what is called, which code it is refused with, what the message must name. */
import { type ErrorCode, FashionWasmError } from "fashion-wasm";
import { expect } from "vitest";

/** Awaits the error of a call that must be refused, synchronously or not. */
export async function refusal(call: () => unknown): Promise<FashionWasmError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof FashionWasmError) return error;
    throw new Error(`expected a FashionWasmError, received ${String(error)}`, { cause: error });
  }
  throw new Error("expected the call to be refused, but it succeeded");
}

/** Checks the code, one line, and that the message names everything in `named`. */
export async function expectRefusal(call: () => unknown, code: ErrorCode, named: readonly string[]): Promise<void> {
  const error = await refusal(call);
  expect(error.message).toContain("→");
  expect(error.message).not.toMatch(/\n|undefined is not|NaN is not|\[object/);
  for (const part of named) expect(error.message).toContain(part);
  expect(error.code).toBe(code);
}
