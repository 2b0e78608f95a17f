/**
 * What a stream can show: whether a person watches it, how wide it is, which colours it has.
 *
 * stdout and stderr are asked separately, since one may be a file while the other is a screen. `NO_COLOR`
 * (any value but "") turns colours off; a pipe or file gets neither colours nor cursor movement.
 */

/** How greys can be shown: not at all, 16 colours, the 256-colour table, or any RGB. */
export type ColourDepth = "none" | "basic" | "256" | "rgb";

/** What a stream can show. */
export interface Terminal {
  /** A person watches and the cursor can move. */
  readonly interactive: boolean;
  /** Columns; 80 where a stream has no width. */
  readonly width: number;
  readonly colours: ColourDepth;
}

/** The part of `tty.WriteStream` that is asked; a pipe has none of it. */
export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  getColorDepth?(env?: object): number;
}

/** Reads a stream's abilities; call again after a resize. */
export function terminalOf(
  stream: TerminalStream,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const interactive = stream.isTTY === true && env.TERM !== "dumb";
  const width = stream.isTTY === true && stream.columns ? stream.columns : 80;
  return { interactive, width, colours: interactive ? colourDepth(stream, env) : "none" };
}

/** What turns colours off or on; an empty one does nothing. */
const SWITCHES = ["NO_COLOR", "NODE_DISABLE_COLORS", "FORCE_COLOR"];

function colourDepth(stream: TerminalStream, env: Readonly<Record<string, string | undefined>>): ColourDepth {
  if (env.NO_COLOR) return "none";
  // Node takes them for set where they are empty.
  const said = Object.entries(env).filter(([name, value]) => value !== "" || !SWITCHES.includes(name));
  const bits = stream.getColorDepth?.(Object.fromEntries(said)) ?? 1;
  if (bits >= 24) return "rgb";
  if (bits >= 8) return "256";
  return bits >= 4 ? "basic" : "none";
}
