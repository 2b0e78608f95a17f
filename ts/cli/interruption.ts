/**
 * Signals that end a command: the first asks the running step to be the last, a second ends the process at once.
 *
 * The work sees an AbortSignal and nothing of processes. Which signals: signals.ts. A hang-up ends nothing under nohup.
 */
import { Interrupted } from "./exit.js";
import { isUnderNohup } from "./nohup.js";
import { say } from "./say.js";
import { SIGNALS, type SignalName } from "./signals.js";

/** Watches the process's signals until {@link SignalWatch.stop}. */
export interface SignalWatch {
  /** Aborted by the first signal, with an {@link Interrupted} as its reason. */
  readonly signal: AbortSignal;
  /** `work`, or a rejection with the signal's reason as soon as it aborts; what `work` does then is ignored. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Does work of seconds on this thread, which hears nothing meanwhile: a signal ends the process at once, as it does without a watch. */
  busy<T>(work: () => T): T;
  /** Gives the signals back to Node, whose own answer is to end the process. */
  stop(): void;
}

/**
 * Starts to watch them.
 *
 * @param unlessSaid what the {@link Interrupted} says, for those who let it through as it is.
 * @param onFirst called once with what arrived, before the signal aborts; default: a person is told.
 */
export function watchSignals(
  unlessSaid: string,
  onFirst: (name: SignalName) => void = () => say("stopping"),
): SignalWatch {
  const controller = new AbortController();
  const { signal } = controller;
  let firstAt = 0;
  const listen = (name: SignalName) => () => {
    if (!signal.aborted) {
      firstAt = performance.now();
      controller.abort(new Interrupted(name, unlessSaid));
      onFirst(name);
    } else if (performance.now() - firstAt > SIGNALS[name].sameForMs) process.exit(SIGNALS[name].exitCode);
  };
  const ignore = () => {};
  const listeners = (Object.keys(SIGNALS) as SignalName[]).map(
    (name) => [name, name === "SIGHUP" && isUnderNohup() ? ignore : listen(name)] as const,
  );
  const stop = () => {
    for (const [name, listener] of listeners) if (listener !== ignore) process.off(name, listener);
  };
  for (const [name, listener] of listeners) process.on(name, listener);
  return {
    signal,
    race: (work) => Promise.race([work, rejection(signal)]),
    busy(work) {
      stop();
      try {
        return work();
      } finally {
        for (const [name, listener] of listeners) if (listener !== ignore) process.on(name, listener);
      }
    },
    stop,
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
