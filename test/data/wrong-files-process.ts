/**
 * Reads files in a Node process of its own, which tells what each was answered with, how long it took, and how much the
 * process grew by all of them.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface Outcome {
  /** Of the error; "accepted" without one. */
  readonly code: string;
  readonly message: string;
  /** Of the processor: other work on the machine does not count. */
  readonly milliseconds: number;
}

export interface Report {
  readonly outcomes: Readonly<Record<string, readonly Outcome[]>>;
  /** By how much the largest resident size grew after a good file of each kind, the first of its folder. */
  readonly megabytes: number;
}

const PROGRAM = `
  import { dataset } from ${JSON.stringify(new URL("../../dist/node/index.js", import.meta.url).href)};
  const [folder, counts] = [process.argv[1], JSON.parse(process.argv[2])];
  const readers = {
    csv: (csv) => dataset.fromCsv({ csv, imageShape: [2, 2, 1], classNames: [..."0123456789"] }),
    png: (image) => dataset.fromImages({ images: [image], labels: null }),
  };
  const place = (kind, i) => \`\${folder}/\${kind}/\${i}.\${kind}\`;
  for (let round = 0; round < 3; round++) for (const kind in readers) await readers[kind](place(kind, 0));
  const peak = () => process.resourceUsage().maxRSS / 1024;
  const before = peak();
  const outcomes = {};
  for (const kind in readers) {
    outcomes[kind] = [];
    for (let i = 0; i < counts[kind]; i++) {
      const start = process.cpuUsage();
      const answer = await readers[kind](place(kind, i)).then(() => ({ code: "accepted", message: "" }), ({ code, message, name }) => ({ code: code ?? name, message }));
      const { user, system } = process.cpuUsage(start);
      if (process.env.TRACE) console.error(kind, i, answer.code, peak() - before);
      outcomes[kind].push({ ...answer, milliseconds: (user + system) / 1000 });
    }
  }
  const megabytes = peak() - before;
  console.log(JSON.stringify({ outcomes, megabytes }));
`;

/** Reads the files `0.csv`, `1.csv` … and `0.png` … of `folder`, which holds one folder a kind, so many of each. */
export async function reportOfFiles(folder: string, counts: Readonly<Record<string, number>>): Promise<Report> {
  const command = ["--input-type=module", "--eval", PROGRAM, folder, JSON.stringify(counts)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1e8 });
  if (process.env.TRACE) console.log(stderr);
  return JSON.parse(stdout);
}
