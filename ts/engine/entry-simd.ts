/**
 * The script of an engine's worker, build "simd".
 */
import { program } from "./program-simd.js";
import { serve } from "./serve.js";

serve(program);
