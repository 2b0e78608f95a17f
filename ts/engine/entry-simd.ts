/**
 * The script of an engine's worker, build "simd": one thread, no shared memory, runs everywhere.
 */
import * as glue from "#wasm-simd";
import { serve } from "./serve.js";

serve({ build: "simd", glue });
