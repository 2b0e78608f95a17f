/** The engine in this thread with a pool; a file of its own because the first local engine decides for all. */
import { expect, it } from "vitest";
import { createEngine, init } from "./open-engine.js";
import { engineSuite } from "./suite.js";

const info = { build: "threads", threads: 2, host: "local", notice: "" } as const;
engineSuite("engine in this thread, threads", { threads: 2, engine: "local" }, info);

it("says that the first local engine has decided on the threads", async () => {
  const engine = await createEngine({ threads: 4, engine: "local" });
  expect(engine.info).toMatchObject({ threads: 2, notice: expect.stringContaining("2 threads instead of 4") });
  await engine.dispose();
});

it("says that the first local engine has decided on the memory limit, which no host has refused", async () => {
  await init({ maxMemoryMiB: 64 });
  const engine = await createEngine({ threads: 2, engine: "local" });
  expect(engine.info.notice).toBe("memory limit 1024 MiB instead of 64: the first local engine of this thread decides");
  await engine.dispose();
  await init();
});
