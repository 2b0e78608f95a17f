/**
 * The script of the worker in which an engine lives that predicts only.
 */
import { serve } from "../engine/serve.js";
import { program } from "./program.js";

serve(program);
