/**
 * The script of an engine's worker, build "threads".
 */
import { program } from "./program-threads.js";
import { serve } from "./serve.js";

serve(program);
