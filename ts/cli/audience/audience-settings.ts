/**
 * The options of `fashion-wasm audience`, and which of them fit together.
 */
import { basename } from "node:path";
import type { OrdersSettings } from "../customers/orders-options.js";
import { checkOrders } from "../customers/read.js";
import { UsageError } from "../exit.js";

/** The options. */
export interface AudienceSettings extends OrdersSettings {
  readonly about?: string;
  readonly image?: string;
  readonly model?: string;
  readonly sku?: string;
  readonly size?: number;
  readonly share?: number;
  readonly name?: string;
  readonly top?: number;
  readonly backtest: boolean;
}

/** Errors: USAGE. */
export function checkUse(settings: AudienceSettings): void {
  checkOrders(settings);
  const { about, image, sku, model, size, share, withContacts, out, catalogue } = settings;
  if ([about, image, sku].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError(
      'say what it is about: a class such as Dress or "Dress or Shirt", or --image FILE, or --sku ID; one of them',
    );
  }
  if (model !== undefined && image === undefined) throw new UsageError("--model is about --image → leave it out");
  if (sku !== undefined && catalogue === undefined) {
    throw new UsageError("--sku is an item of a catalogue, and none is named → --catalogue labelled.csv");
  }
  if (size !== undefined && share !== undefined) {
    throw new UsageError("--size and --share say the same → give one of them");
  }
  if (withContacts && out === undefined) throw new UsageError("--with-contacts is about files → say where with --out");
}

/** What the audience is called: no folder of this machine goes into a file to upload. */
export function nameOf({ name, about, sku, image }: AudienceSettings): string {
  return name ?? about?.trim() ?? sku ?? basename(image ?? "");
}
