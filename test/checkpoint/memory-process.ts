/**
 * How much memory a call takes at its peak, in a Node process of its own: by how much its largest resident size grows, beyond
 * what the same call takes with a file of next to nothing, which is what an engine takes to start.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";

/** The system must tell how much memory a process has had, and forget it. */
export const MEASURABLE = existsSync("/proc/self/clear_refs");

/** What is measured; `url` ones are served by a process apart. */
export const OPERATIONS = {
  path: "(file) => loadModel(file, { threads: 1 })",
  bytes: "(file) => loadModel(bytes.get(file), { threads: 1 })",
  url: "(file) => loadModel(served(file), { threads: 1 })",
  "inference path": "(file) => inference.loadModel(file)",
  "inference bytes": "(file) => inference.loadModel(bytes.get(file))",
  "inference url": "(file) => inference.loadModel(served(file))",
  save: "(file) => models.get(file).save(file.replace(/[a-z0-9]+.safetensors$/, 'out.safetensors'), options)",
  serialize: "(file) => models.get(file).serialize(options)",
  "loadWeights path": "(file) => models.get(file).loadWeights(file)",
  "loadWeights bytes": "(file) => models.get(file).loadWeights(bytes.get(file))",
} as const;

/** One of {@link OPERATIONS}. */
export type Operation = keyof typeof OPERATIONS;

const dist = (name: string) => JSON.stringify(new URL(`../../dist/node/${name}.js`, import.meta.url).href);

const MODEL = `
  import { dense, flatten, loadModel, sequential } from ${dist("index")};
  import * as inference from ${dist("inference")};
  import { spawn } from "node:child_process";
  import { readFileSync, writeFileSync } from "node:fs";
`;

const MAKE = `${MODEL}
  const [path, units, options] = [process.argv[1], Number(process.argv[2]), JSON.parse(process.argv[3])];
  const layers = [flatten(), dense({ units, activation: "relu" }), dense({ units: 10 })];
  const model = await sequential(layers, { inputShape: [28, 28, 1], seed: 3, threads: 1 });
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  await model.save(path, options);
  await model.dispose();
`;

const MEASURE = `${MODEL}
  const [file, small, operation, options] = [...process.argv.slice(1, 4), JSON.parse(process.argv[4])];
  const kilobytes = (name) => Number(new RegExp(name + ":\\\\s*(\\\\d+)").exec(readFileSync("/proc/self/status", "utf8"))[1]);
  const [bytes, models] = [new Map(), new Map()];
  if (operation.includes("bytes.get")) for (const each of [file, small]) bytes.set(each, new Uint8Array(readFileSync(each)));
  if (operation.includes("models.get")) for (const each of [file, small]) models.set(each, await loadModel(each, { threads: 1 }));
  const serve = 'import { createServer } from "node:http"; import { createReadStream } from "node:fs"; const server = createServer((request, response) => createReadStream(request.url).pipe(response)).listen(0, () => process.send(server.address().port));';
  const alone = ["--input-type=module", "--eval", serve];
  const server = operation.includes("served") ? spawn(process.execPath, alone, { stdio: ["ignore", "inherit", "inherit", "ipc"] }) : undefined;
  const port = server && (await new Promise((resolve) => server.on("message", resolve)));
  const served = (path) => "http://127.0.0.1:" + port + path;
  const call = eval(operation);
  const growth = async (path) => {
    gc();
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync("/proc/self/clear_refs", "5");
    const before = kilobytes("VmRSS");
    const result = await call(path);
    const peak = kilobytes("VmHWM") - before;
    await result?.dispose?.();
    return peak / 1024;
  };
  await growth(small);
  const start = await growth(small);
  console.log(JSON.stringify({ start, megabytes: (await growth(file)) - start }));
  server?.kill();
  process.exit();
`;

async function run(program: string, ...args: string[]): Promise<string> {
  const flags = ["--expose-gc", "--input-type=module", "--eval", program, "--"];
  return (await promisify(execFile)(process.execPath, [...flags, ...args])).stdout;
}

/** Writes a model of one wide layer, of about `3200 · units` bytes a value of which it has four, or twelve with its slots. */
export async function makeFile(path: string, units: number, options: object): Promise<void> {
  await run(MAKE, path, String(units), JSON.stringify(options));
}

/** The growth in MiB; `small` is the file to compare with. */
export async function peakOf(operation: Operation, file: string, small: string, options: object = {}): Promise<number> {
  const report = JSON.parse(await run(MEASURE, file, small, OPERATIONS[operation], JSON.stringify(options)));
  if (process.env.TRACE) console.error(operation, file, report);
  return report.megabytes;
}
