/**
 * `fashion-wasm serve`: the classifier of photos over HTTP, until a signal ends it.
 *
 * Written against the public API and Node's HTTP alone. A request's way: http-server.ts → handler.ts → routes.ts → classify.ts.
 */
import { setMaxListeners } from "node:events";
import { encodePng } from "../../index.js";
import { type SignalWatch, watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { openClassifier, photoModelOf } from "../photo-model.js";
import { topKOf } from "../predict/top-k.js";
import { say, writeJson } from "../say.js";
import { packageVersion } from "../version.js";
import { Held } from "./body.js";
import { ServingEngine } from "./engine.js";
import type { Handling } from "./handler.js";
import { httpServer } from "./http-server.js";
import { listen } from "./listen.js";
import { Log } from "./log.js";
import { modelCard, modelContent } from "./model-card.js";
import { openApi } from "./openapi.js";
import { inUrl, isLoopback, OriginGuard } from "./origin-guard.js";
import { pageAnswer } from "./page/page.js";
import { Places } from "./places.js";
import { unavailable } from "./problem.js";
import { document } from "./routes.js";
import { limitsOf, type ServeSettings } from "./settings.js";
import { stop } from "./stop.js";

/** Serves until a signal; rejects with Interrupted then, or FashionWasmError of any code. */
export async function serve(settings: ServeSettings): Promise<void> {
  const limits = limitsOf(settings);
  const watch = watchSignals("the server has stopped", () => undefined);
  const lost = new AbortController();
  let engine: ServingEngine | undefined;
  try {
    const model = await photoModelOf(settings, "serve");
    const content = await modelContent(model);
    const open = () => openClassifier(settings, model, content);
    const first = await patiently("opening the classifier", () => watch.race(open()));
    engine = new ServingEngine(first, open, (error) => lost.abort(error));
    const { classNames } = engine;
    const topK = topKOf(settings, classNames.length);
    const card = await watch.race(modelCard(model, content, classNames));
    await warmUp(engine);
    await running({ settings, limits, watch, lost: lost.signal, engine, topK, card, model });
  } finally {
    watch.stop();
    await engine?.dispose();
  }
}

interface Running {
  readonly settings: ServeSettings;
  readonly limits: ReturnType<typeof limitsOf>;
  readonly watch: SignalWatch;
  /** Aborts when no classifier can be opened. */
  readonly lost: AbortSignal;
  readonly engine: ServingEngine;
  readonly topK: number;
  readonly card: Readonly<Record<string, unknown>>;
  readonly model: string;
}

async function running({ settings, limits, watch, lost, engine, topK, card, model }: Running): Promise<void> {
  const { host, port, allowHost, quiet = false, json = false } = settings;
  const log = new Log(quiet);
  const end = new AbortController();
  setMaxListeners(0, end.signal); // all requests listen to it
  const isStopping = () => watch.signal.aborted || lost.aborted;
  const http = httpServer(limits, () => handling);
  const handling: Omit<Handling, "connections"> = {
    guard: new OriginGuard(host, allowHost),
    log,
    end: end.signal,
    house: {
      engine,
      places: new Places(limits),
      held: new Held(limits.maxHeld),
      limits,
      topK,
      connections: () => http.connections.count,
      isStopping,
      startedAt: performance.now(),
      documents: {
        page: pageAnswer(limits),
        model: document(card),
        openapi: document(openApi({ version: packageVersion(), limits, topK, classNames: engine.classNames })),
      },
    },
  };
  const bound = await listen(http.server, host, port);
  const url = `http://${inUrl(host)}:${bound}/`;
  warnOfOthers(host);
  say(`fashion-wasm serves ${model} at ${url}`);
  if (json) writeJson({ url, host, port: bound, pid: process.pid, model, limits });
  const asked = AbortSignal.any([watch.signal, lost]);
  if (!asked.aborted) await new Promise((resolve) => asked.addEventListener("abort", resolve, { once: true }));
  say(`stopping: requests under way have ${limits.graceMs / 1000} s`);
  await stop(http, limits.graceMs, () => {
    end.abort(unavailable("STOPPING", "the server has stopped → try again, at another one perhaps"));
  });
  throw asked.reason;
}

/** The first photo starts a worker, which takes its time: not that of the first client. */
async function warmUp(engine: ServingEngine): Promise<void> {
  await engine.classify(await encodePng(new Uint8Array(32 * 32).fill(255), [32, 32, 1]), {});
}

function warnOfOthers(host: string): void {
  if (isLoopback(host)) return;
  const what = `other machines can reach ${host}, and this server has neither TLS nor authentication`;
  say(`fashion-wasm: ${what} → put a proxy before it that has (docs/serve.md)`);
}
