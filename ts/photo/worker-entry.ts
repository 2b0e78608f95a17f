/**
 * The script of a worker that prepares photos.
 */
import { serve } from "../engine/serve.js";
import { program } from "./worker-program.js";

serve(program);
