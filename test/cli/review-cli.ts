/** `fashion-wasm review` as a process, spoken to as its page does. */
import { type Running, startCli } from "./run-cli.js";

/** A review that runs. */
export interface Reviewing extends Running {
  /** The address of the page, with the secret. */
  readonly address: string;
  /** Asks for something of the page's. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Sends decisions as a page does, numbered from `first`, and returns what the server says of them. */
  decide(wishes: readonly object[], options?: { client?: string; first?: number }): Promise<Told>;
}

/** What the server says of decisions. */
export interface Told {
  readonly changes: readonly { readonly row: number; readonly label: string | null; readonly undo: boolean }[];
  readonly progress: Record<string, unknown>;
}

/** Starts one and waits until it listens. */
export async function startReview(
  args: readonly string[],
  cwd: string,
  { env = {} as NodeJS.ProcessEnv, shell = "" } = {},
): Promise<Reviewing> {
  const running = startCli(["review", ...args], { cwd, env, shell });
  let said = "";
  running.child.stderr?.on("data", (text: string) => {
    said += text;
  });
  await running.stderrHas("Ctrl-C ends the review");
  const address = /http:\/\/127\.0\.0\.1:\d+\/\S+\//.exec(said)?.[0] ?? "";
  const ask = (path: string, init?: RequestInit) => fetch(`${address}${path}`, init);
  const numbers = new Map<string, number>();
  return {
    ...running,
    address,
    ask,
    async decide(wishes, { client = "test", first = numbers.get(client) ?? 0 } = {}) {
      numbers.set(client, first + wishes.length);
      const body = JSON.stringify({ client, first, wishes });
      const answer = await ask("decisions", { method: "POST", headers: { "content-type": "application/json" }, body });
      if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as Told;
    },
  };
}
