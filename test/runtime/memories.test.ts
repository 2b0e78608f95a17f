/** Memory of every kind in browsers, which hash, decode and compile no shared or resizable one; and what is no address. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeBrowsers, inBrowsers } from "./browsers.js";
import { type Server, serveRepository } from "./server.js";

const places = {
  model: "/data/pretrained/fashion-mnist.safetensors",
  engineWasm: "/dist/engine-simd.wasm",
  inferenceWasm: "/dist/inference-simd.wasm",
  dataWasm: "/dist/data.wasm",
};
let server: Server;
beforeAll(async () => {
  server = await serveRepository({ isolated: true });
});
afterAll(async () => {
  await closeBrowsers();
  await server.close();
});

interface Answers {
  readonly answers: Readonly<Record<string, Readonly<Record<"outputs" | "fingerprints", string[]>>>>;
  readonly refused: Readonly<Record<string, string>>;
}

inBrowsers("a page that gives what it has", (_, open) => {
  it("has it read alike on every memory, and refused by name where it is none", async () => {
    const page = await open(server.origin);
    const { answers, refused } = (await page.evaluate(`runtime.memories(${JSON.stringify(places)})`)) as Answers;
    const { ordinary, ...others } = answers;
    expect(new Set(ordinary?.fingerprints).size).toBe(1);
    expect(new Set(ordinary?.outputs).size).toBe(1);
    expect(Object.keys(others)).toHaveLength(3);
    for (const [kind, answer] of Object.entries(others)) {
      expect({ kind, answer: { ...ordinary, ...answer } }).toEqual({ kind, answer: ordinary });
    }
    expect(Object.keys(refused).length).toBeGreaterThan(90);
    for (const [call, answer] of Object.entries(refused)) {
      const where = call.replace(/^inference\./, "").split(" ")[0];
      expect({ call, answer }).toMatchObject({
        call,
        answer: expect.stringMatching(/^FashionWasmError INVALID_ARGUMENT: /),
      });
      expect({ call, answer }).toMatchObject({ call, answer: expect.stringContaining(`INVALID_ARGUMENT: ${where}: `) });
      expect(answer).not.toContain("secret");
    }
    await page.close();
  });
});
