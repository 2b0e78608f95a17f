/**
 * The first thing that a worker says: who it is. Its script may come from another folder than its owner's code, and be of
 * another version or for another wasm file; a thread of such a script would never join, and would be waited for without end.
 */
import { shownAddress } from "../platform/address.js";
import { VERSION } from "../platform/version.js";
import { type WorkerProgram, wrongBuild } from "./wasm-file.js";

/** Said by every worker once its script runs. */
export interface Hello {
  readonly type: "hello";
  readonly version: string;
  readonly program: WorkerProgram;
}

/** What is wrong with a worker that says this, and what to do; undefined for the one that was wanted. */
export function wrongWorker(said: Partial<Hello>, kind: "worker" | "thread", url: string, wanted: WorkerProgram) {
  const worker = `${kind} ${shownAddress(url)}`;
  if (said.version === VERSION) return said.program === wanted ? undefined : wrongBuild(worker, said.program, wanted);
  const advice = 'copy the files anew: "npx fashion-wasm assets FOLDER"';
  return `${worker} is of fashion-wasm ${said.version ?? "?"}, what started it of ${VERSION} → ${advice}`;
}
