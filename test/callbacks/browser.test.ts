/** In the package for browsers: callbacks that write files are refused, the others are there; `verbose` goes to the console. */
import { describe, expect, it, vi } from "vitest";
import * as terminal from "../../ts/platform/browser/console.js";

type Api = typeof import("fashion-wasm");
const browser = (await import(new URL("../../dist/browser/index.js", import.meta.url).href)) as Api;

describe("what needs a file system", () => {
  it.each([
    ["csvLogger", () => browser.csvLogger("log.csv")],
    ["tensorBoard", () => browser.tensorBoard()],
    ["modelCheckpoint", () => browser.modelCheckpoint({ path: "m.safetensors" })],
  ] as const)("%s is refused", (name, call) => {
    const message = expect.stringMatching(`^${name}: a page may not write files → .*onEpochEnd.*serialize`);
    expect(call).toThrow(expect.objectContaining({ code: "IO", message }));
  });
});

it("the others are there", () => {
  expect(browser.earlyStopping().onEpochEnd).toBeTypeOf("function");
  expect(browser.reduceLROnPlateau().onEpochEnd).toBeTypeOf("function");
  expect(browser.learningRateScheduler((_, rate) => rate).onEpochBegin).toBeTypeOf("function");
  expect(browser.terminateOnNaN().onBatchEnd).toBeTypeOf("function");
});

it("nobody watches there, lines go to the console, and there is no bar", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  terminal.printLine("epoch 1/1");
  expect(log.mock.calls).toEqual([["epoch 1/1"]]);
  expect([terminal.isWatched(), terminal.progressBar(), terminal.lineWidth()]).toEqual([false, null, Infinity]);
  log.mockRestore();
});
