/**
 * What the figures were measured on and with.
 */
import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import { ask } from "../../scripts/setup/run.mjs";
import { peerPython } from "../install/peers.mjs";

/** @typedef {Awaited<ReturnType<typeof describeMachine>>} Machine */

/** @param {string} [python] the peers' Python, "" for none */
export async function describeMachine(python = peerPython()) {
  return {
    date: new Date().toISOString(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    node: process.version,
    python: python === "" ? null : ((await ask(python, ["--version"])) ?? null),
    commit: await ask("git", ["describe", "--always", "--dirty"]),
    loadAtStart: loadavg()[0] ?? null,
  };
}
