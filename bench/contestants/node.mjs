/**
 * A JavaScript contestant as a process of its own: commands come as JSON lines on stdin, answers go to stdout.
 *
 *   node node.mjs fashion-wasm.mjs
 *
 * Commands: {"cmd":"prepare", …settings}, {"cmd":"round","seconds":5}, {"cmd":"quit"}. Between commands it waits for
 * its stdin and does nothing. What packages log goes to stderr. In a browser: chromium.mjs; in Python: python/serve.py.
 */
import { host } from "./node-host.mjs";
import { serve } from "./serve.mjs";

console.log = console.info = console.debug = console.error;

const { prepare } = await import(new URL(process.argv[2] ?? "", import.meta.url).href);
await serve({ prepare: (settings) => prepare(settings, host), quit: async () => process.exit(0) });
