/**
 * Engines and the process they live in: it ends by itself, in silence, whatever state its engines are in, and an
 * engine that is disposed or forgotten leaves nothing behind.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { jsonOf, runProgram } from "./programs.js";

describe.each([1, 2])("a process with an engine of %i threads", (threads) => {
  it.each([
    ["idle", ""],
    ["disposed", "await engine.dispose();"],
    ["after a panic", 'await engine.call("testPanic").catch(() => undefined);'],
    ["in this thread", `await (await createEngine({ threads: ${threads}, engine: "local" })).call("measurePeak", 1);`],
  ])("ends by itself: %s", async (_, action) => {
    const { code, stdout, stderr, millisecondsToExit } = await runProgram(`
      const engine = await createEngine({ threads: ${threads} });
      const id = await prepare(engine);
      await engine.call("trainBatch", id, first(64));
      ${action}
      console.log("done");
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "done\n", stderr: "" });
    expect(millisecondsToExit).toBeLessThan(2000);
  });

  it("computes in a Node without process.getBuiltinModule", async () => {
    const older = fileURLToPath(new URL("programs/older-node.cjs", import.meta.url));
    const body = `
      const engine = await createEngine({ threads: ${threads} });
      console.log(process.getBuiltinModule, (await engine.call("trainBatch", await prepare(engine), first(64))).count);`;
    const ended = await runProgram(body, { env: { NODE_OPTIONS: `--require ${JSON.stringify(older)}` } });
    expect(ended).toMatchObject({ code: 0, stdout: "undefined 64\n", stderr: "" });
  });

  it("does not end while a call is under way", async () => {
    const { code, stdout, stderr } = await runProgram(`
      const engine = await createEngine({ threads: ${threads} });
      const id = await prepare(engine);
      for (let i = 0; i < 20; i++) void engine.call("trainBatch", id, first(512));
      engine.call("trainBatch", id, first(512)).then(({ count }) => console.log(count));
    `);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "512\n", stderr: "" });
  });

  it("ends at process.exit() in the middle of a call", async () => {
    const { code, stderr, millisecondsToExit } = await runProgram(`
      const engine = await createEngine({ threads: ${threads} });
      const id = await prepare(engine);
      for (let i = 0; i < 1000; i++) engine.call("trainBatch", id, first(512)).catch(() => undefined);
      setTimeout(() => { console.log("now"); process.exit(7); }, 50);
    `);
    expect({ code, stderr }).toEqual({ code: 7, stderr: "" });
    expect(millisecondsToExit).toBeLessThan(2000);
  });
});

const NO_TASKS = existsSync("/proc/self/task") ? false : "the system does not count the threads of a process";

describe.skipIf(NO_TASKS !== false)("the threads of a process", () => {
  const count = `
    import { readdirSync } from "node:fs";
    const count = () => readdirSync("/proc/self/task").length;
    const tick = () => new Promise((resolve) => setTimeout(resolve, 50));
    const until = async (done, each = () => undefined) => {
      for (let i = 0; i < 100 && !done(); i++) {
        each();
        await tick();
      }
    };
    await (await createEngine({ threads: 1 })).dispose(); // Node keeps helpers of its own after the first worker
    await tick();
    const before = count();`;

  it("are as before after 30 engines, each disposed", async () => {
    const { before, after, handles } = (await jsonOf(`${count}
      for (let i = 0; i < 30; i++) {
        const engine = await createEngine({ threads: 1 + (i % 3) });
        await engine.call("trainBatch", await prepare(engine), first(64));
        await engine.dispose();
      }
      await until(() => count() <= before);
      const after = count();
      const handles = process.getActiveResourcesInfo().filter((name) => /worker|port/i.test(name));
      console.log(JSON.stringify({ before, after, handles }));
    `)) as { before: number; after: number; handles: string[] };
    expect(after).toBeLessThanOrEqual(before);
    expect(handles).toEqual([]);
  });

  it("are as before when an engine is forgotten", async () => {
    const { before, during, after } = (await jsonOf(
      `${count}
      let during = 0;
      await (async () => {
        const engine = await createEngine({ threads: 2 });
        await prepare(engine);
        during = count();
      })();
      await until(() => count() <= before, globalThis.gc);
      console.log(JSON.stringify({ before, during, after: count() }));
    `,
      { flags: ["--expose-gc"] },
    )) as { before: number; during: number; after: number };
    expect(during).toBe(before + 2); // its worker, and one more thread
    expect(after).toBeLessThanOrEqual(before);
  });
});
