/**
 * Runs a module in a `vm` context, as Jest runs test files: the language's classes are the context's own, those of the web
 * and Node's modules the host's.
 *
 * node --experimental-vm-modules sandbox.mjs MODULE [names of globals that it lacks…]
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import vm from "node:vm";

const SHARED =
  "URL Blob File AbortController AbortSignal fetch Response ReadableStream TextEncoder TextDecoder Buffer MessageChannel " +
  "structuredClone setTimeout clearTimeout setImmediate queueMicrotask performance process console crypto";
const lacking = process.argv.slice(3);
const names = SHARED.split(" ").filter((name) => !lacking.includes(name));
const context = vm.createContext(Object.fromEntries(names.map((name) => [name, globalThis[name]])));
const modules = new Map();

const addressOf = (specifier, from) => (/^\.|^file:/.test(specifier) ? new URL(specifier, from).href : specifier);

function load(address) {
  if (!modules.has(address)) modules.set(address, address.startsWith("file:") ? ownCopy(address) : ofHost(address));
  return modules.get(address);
}

async function ownCopy(address) {
  return new vm.SourceTextModule(await readFile(fileURLToPath(address), "utf8"), {
    context,
    identifier: address,
    initializeImportMeta: (meta) => {
      meta.url = address;
    },
    importModuleDynamically: (specifier) => evaluated(addressOf(specifier, address)),
  });
}

async function ofHost(name) {
  const exported = await import(name);
  const names = Object.keys(exported);
  return new vm.SyntheticModule(
    names,
    function setAll() {
      for (const each of names) this.setExport(each, exported[each]);
    },
    { context },
  );
}

async function evaluated(address) {
  const module = await load(address);
  if (module.status === "unlinked") await module.link((name, from) => load(addressOf(name, from.identifier)));
  if (module.status === "linked") await module.evaluate();
  return module;
}

await evaluated(pathToFileURL(process.argv[2]).href);
