/**
 * Systems that allow little address space or few threads: the error says which limit it is, and what helps does help.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("programs/small-host.mjs", import.meta.url));
const FLAG = "--disable-wasm-trap-handler";

interface Host {
  /** In KiB, as `ulimit -v` takes it. */
  readonly addressSpace?: number;
  readonly flags?: string[];
  readonly options?: string;
  readonly engine?: "worker" | "local";
  readonly threads?: number;
  readonly maxMemoryMiB?: number;
  readonly refused?: number;
}

/** Runs the program to its end, and returns what it says of the model and of the table. */
async function endsIn({
  addressSpace,
  flags = [],
  options = "",
  engine = "local",
  threads = 1,
  maxMemoryMiB = 64,
  refused = 0,
}: Host) {
  const limit = addressSpace === undefined ? "" : `ulimit -v ${addressSpace}; `;
  const args = [...flags, program, engine, threads, maxMemoryMiB, refused].join(" ");
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", `${limit}exec "${process.execPath}" ${args}`], {
    env: { ...process.env, NODE_OPTIONS: options },
    timeout: 20_000,
  });
  expect(stdout, stderr).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as { model: string; table: string };
}

const WORKS = { model: "2 outputs", table: "1 image" };
const [major = 0] = process.versions.node.split(".").map(Number);

describe.skipIf(process.platform !== "linux")("under ulimit -v", () => {
  const addressSpace = 4_000_000;

  // Node 24 reserves what it is asked for where it finds such a limit.
  it.skipIf(major >= 24).concurrent("a memory that is refused is said to be no matter of its size", async () => {
    const { model, table } = await endsIn({ addressSpace });
    const why =
      "the address space of this process is limited to 3906 MiB (ulimit -v), and this Node reserves some 10 GiB of it for each wasm memory, however small → lift the limit (ulimit -v unlimited), take Node 24, or start Node with --disable-wasm-trap-handler";
    expect(model).toContain(
      `OUT_OF_MEMORY engine: the host refuses a wasm memory of 64 MiB, and half and a quarter of it: ${why}`,
    );
    expect(table).toContain(
      `OUT_OF_MEMORY the reader of tables and images (data.wasm) cannot be started: the host refuses its memory: ${why}`,
    );
  });

  it.concurrent("what is advised helps: as a flag, and in NODE_OPTIONS", async () => {
    expect(await endsIn({ addressSpace, flags: [FLAG], engine: "worker", threads: 2 })).toEqual(WORKS);
    expect(await endsIn({ addressSpace, options: FLAG })).toEqual(WORKS);
  });

  it.concurrent("a memory that is too large in itself is told to be smaller", async () => {
    const size = '/VmSize:\\s+(\\d+)/.exec(fs.readFileSync("/proc/self/status", "utf8"))[1]';
    const own = Number((await promisify(execFile)(process.execPath, ["-p", size])).stdout);
    // Room for one more thread of Node, and for a small memory.
    const host = { addressSpace: own + 1300 * 1024, flags: [FLAG], threads: 2 };
    const { model } = await endsIn({ ...host, maxMemoryMiB: 4096 });
    expect(model).toMatch(
      /^OUT_OF_MEMORY engine: .*\(ulimit -v\) → raise the limit, or take a smaller maxMemoryMiB by init\(\)$/,
    );
    expect(await endsIn({ ...host, maxMemoryMiB: 64 })).toEqual(WORKS);
  });
});

describe("where the system refuses threads", () => {
  const why =
    "the system refuses another thread (EAGAIN) → allow more (ulimit -u; in a container its limit of processes), or take fewer by the option threads: 1";

  it.concurrent.each([
    ["the engine's own", { engine: "worker", threads: 1, refused: 1 }],
    ["the second of its pool", { engine: "worker", threads: 3, refused: 2 }],
    ["the engine's own, after its pool", { engine: "worker", threads: 3, refused: 3 }],
    ["the second of a local engine's", { engine: "local", threads: 3, refused: 2 }],
  ] as const)("%s: that is said, and nothing keeps the process alive", async (_, host) => {
    expect(await endsIn({ ...host, maxMemoryMiB: 1024 })).toEqual({
      model: `ENGINE_START_FAILED engine: ${why}`,
      table: "1 image",
    });
  });
});
