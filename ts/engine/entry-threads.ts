/**
 * The script of an engine's worker, build "threads", and of the threads of its pool.
 */
import { program } from "./program-threads.js";
import { serve } from "./serve.js";
import { joinPool } from "./thread.js";

serve(program, joinPool);
