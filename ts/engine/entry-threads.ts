/**
 * The script of an engine's worker, build "threads": a pool of threads over one shared memory.
 */
import * as glue from "#wasm-threads";
import { serve } from "./serve.js";
import { useThreads } from "./start-workers.js";

serve({ build: "threads", glue, useThreads });
