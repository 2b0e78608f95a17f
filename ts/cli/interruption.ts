/**
 * Ctrl-C and SIGTERM: the first asks the running step to be the last, a second ends the process at once.
 *
 * The work sees an AbortSignal and nothing of processes. npm and npx pass on a Ctrl-C that the terminal has
 * already delivered, so that one key press may arrive twice: a repeat within half a second counts as the same.
 */
import { EXIT, Interrupted, type SignalName } from "./exit.js";
import { say } from "./say.js";

const SAME_KEY_PRESS_MS = 500;

/** Watches the process's signals until {@link SignalWatch.stop}. */
export interface SignalWatch {
  /** Aborted by the first signal, with an {@link Interrupted} as its reason. */
  readonly signal: AbortSignal;
  /** `work`, or a rejection with the signal's reason as soon as it aborts; what `work` does then is ignored. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Gives the signals back to Node, whose own answer is to end the process. */
  stop(): void;
}

/**
 * Starts to watch SIGINT and SIGTERM.
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
      onFirst(name);
      controller.abort(new Interrupted(name, unlessSaid));
    } else if (performance.now() - firstAt > SAME_KEY_PRESS_MS) {
      process.exit(name === "SIGINT" ? EXIT.interrupted : EXIT.terminated);
    }
  };
  const listeners = { SIGINT: listen("SIGINT"), SIGTERM: listen("SIGTERM") };
  process.on("SIGINT", listeners.SIGINT);
  process.on("SIGTERM", listeners.SIGTERM);
  return {
    signal,
    race: (work) => Promise.race([work, rejection(signal)]),
    stop() {
      process.off("SIGINT", listeners.SIGINT);
      process.off("SIGTERM", listeners.SIGTERM);
    },
  };
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
