/** The engine in this thread, on one thread; a file of its own because the first local engine decides for all. */
import { engineSuite } from "./suite.js";

const info = { build: "simd", threads: 1, host: "local", notice: "" } as const;
engineSuite("engine in this thread, simd", { threads: 1, engine: "local" }, info);
