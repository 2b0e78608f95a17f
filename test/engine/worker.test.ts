/** The engine in its worker, both builds. */
import { engineSuite } from "./suite.js";

for (const [threads, build] of [
  [1, "simd"],
  [2, "threads"],
] as const) {
  engineSuite(`engine in a worker, ${build}`, { threads }, { build, threads, host: "worker", notice: "" });
}
