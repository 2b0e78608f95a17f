/**
 * Panics and exhausted memory in browsers: rejected by code within two seconds, and the next engine works.
 */
import { afterAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { serveRepository } from "./server.js";

afterAll(closeBrowsers);

interface Settled {
  readonly error: { readonly name: string; readonly code: string; readonly message: string };
  readonly milliseconds: number;
}

inBrowsers("faults", (kind, open) => {
  it.each([
    ["testPanic", "ENGINE_PANIC", true],
    ["testPanic", "ENGINE_PANIC", false],
    ["testExhaustMemory", "OUT_OF_MEMORY", true],
    ["testExhaustMemory", "OUT_OF_MEMORY", false],
  ])("%s rejects with %s, isolated: %s", async (method, code, isolated) => {
    const server = await serveRepository({ isolated });
    try {
      const page = await open(server.origin);
      const call = `runtime.fault(${JSON.stringify({ method, threads: 2 })})`;
      const answer = (await page.evaluate(call)) as Record<"failing" | "queued" | "later", Settled>;
      expect(answer).toMatchObject({ info: { threads: isolated ? 2 : 1 }, weights: 51 });
      for (const call of [answer.failing, answer.queued, answer.later]) {
        expect(call.error).toMatchObject({ name: "FashionWasmError", code });
        expect(call.milliseconds).toBeLessThan(2000);
      }
      if (code === "ENGINE_PANIC") expect(answer.failing.error.message).toMatch(/\(.* in wasm-function\[\d+\]/);
      // Both engines are disposed of by now. Only Chromium tells of its workers; it gives blocked ones two seconds.
      if (kind.name === "Chromium") await expect.poll(() => page.workers().length, { timeout: 10_000 }).toBe(0);
      await page.close();
    } finally {
      await server.close();
    }
  });
});
