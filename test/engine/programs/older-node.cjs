// What Node 21 and 22.0 to 22.2 lack, for a process and its workers: `NODE_OPTIONS="--require …/older-node.cjs"`.
process.getBuiltinModule = undefined;
