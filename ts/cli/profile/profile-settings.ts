/**
 * The options of `fashion-wasm profile`, and which of them fit together.
 */
import type { OrdersSettings } from "../customers/orders-options.js";
import { checkOrders } from "../customers/read.js";
import { UsageError } from "../exit.js";

/** The options. */
export interface ProfileSettings extends OrdersSettings {
  readonly customer?: string;
  readonly show?: number;
  readonly audience?: readonly string[];
  readonly backtest?: number;
  readonly share?: number;
}

/** Options that mean nothing for one customer. */
const OF_ALL = ["audience", "backtest", "share", "exclude", "minSupport", "control", "seed", "out"] as const;
const FLAGS = { minSupport: "--min-support" } as const satisfies Partial<Record<(typeof OF_ALL)[number], string>>;

/** Errors: USAGE. */
export function checkUse(settings: ProfileSettings): void {
  checkOrders(settings);
  const { customer, audience = [], out, withContacts, show } = settings;
  if (customer !== undefined) {
    const other = OF_ALL.find((name) => settings[name] !== undefined);
    if (other !== undefined) {
      const flag = other in FLAGS ? FLAGS[other as keyof typeof FLAGS] : `--${other}`;
      throw new UsageError(`--customer shows one customer alone → leave out ${flag}`);
    }
  }
  if (show !== undefined && customer === undefined) throw new UsageError("--show is about --customer → name one");
  if (out === undefined && audience.length > 0) throw new UsageError("--audience writes files → say where with --out");
  if (withContacts && audience.length === 0) {
    throw new UsageError("--with-contacts is about the files of audiences → name audiences with --audience");
  }
  const names = audience.map((name) => name.trim().toLowerCase());
  const twice = audience.find((_, i) => names.indexOf(names[i] as string) < i);
  if (twice !== undefined) throw new UsageError(`--audience names ${JSON.stringify(twice)} twice → name it once`);
}
