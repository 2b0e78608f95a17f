/**
 * `fashion-wasm audience`: who should hear of a class of garments, of several, or of one garment.
 *
 * Written against the public API. What it is about: garment.ts; what a person sees: audience-text.ts; files: customers/.
 */
import {
  type Audience,
  audience,
  type BacktestResult,
  backtest,
  type Catalogue,
  type CustomerProfiles,
  customerProfiles,
  FashionWasmError,
  type GarmentWish,
} from "../../index.js";
import { audienceFiles } from "../customers/audience-files.js";
import { slug } from "../customers/csv-text.js";
import { cutoffBefore } from "../customers/cutoff.js";
import { excludedIn } from "../customers/exclude.js";
import type { OrdersSettings } from "../customers/orders-options.js";
import { checkFree, writeFiles } from "../customers/out-folder.js";
import { checkOrders, readAll, readItems } from "../customers/read.js";
import { summaryLines } from "../customers/summary-text.js";
import { UsageError } from "../exit.js";
import { watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { printable } from "../printable.js";
import { liftOf } from "../profile/profile.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { audienceLines } from "./audience-text.js";
import { garmentOfImage, garmentOfItem } from "./garment.js";

/** The options of `fashion-wasm audience`. */
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

/** Reads, chooses, prints and writes; rejects with FashionWasmError of any code, UsageError, NotWritten or Interrupted. */
export async function audienceCommand(settings: AudienceSettings): Promise<void> {
  checkOrders(settings);
  const { about, image, sku, model, size, share } = settings;
  if ([about, image, sku].filter((one) => one !== undefined).length !== 1) {
    throw new UsageError(
      'say what it is about: a class such as Dress or "Dress or Shirt", or --image FILE, or --sku ID; one of them',
    );
  }
  if (model !== undefined && image === undefined) throw new UsageError("--model is about --image → leave it out");
  if (size !== undefined && share !== undefined)
    throw new UsageError("--size and --share say the same → give one of them");
  if (settings.withContacts && settings.out === undefined) {
    throw new UsageError("--with-contacts is about files → say where with --out");
  }
  const watch = watchSignals("before the audience was chosen");
  try {
    await watch.race(run(settings, watch.signal));
  } finally {
    watch.stop();
  }
}

async function run(settings: AudienceSettings, signal: AbortSignal): Promise<void> {
  const { out, force, withContacts = false } = settings;
  const title = settings.name ?? settings.about ?? settings.sku ?? settings.image ?? "";
  if (out !== undefined) await checkFree(out, [`audience-${slug(title)}.csv`], force);
  const catalogue = await readItems(settings, signal);
  const contacts = out !== undefined || settings.exclude !== undefined;
  const read = await readAll(settings, catalogue, signal, { contacts });
  const profiles = await patiently("making profiles", async () =>
    customerProfiles(read.orders, { horizonDays: settings.horizon ?? 60 }),
  );
  const about = await aboutOf(settings, profiles, catalogue);
  const exclude = await excludedIn(settings.exclude);
  const found = audience(profiles, about, { ...optionsOf(settings), exclude });
  if (exclude.length > 0 && found.leftOut.excluded === 0) {
    say(`warning: none of the ${exclude.length} entries of ${settings.exclude} is a customer of these orders`);
  }
  const tested = settings.backtest ? await testedBefore(settings, found, profiles, catalogue, signal) : null;
  const made = out === undefined ? null : audienceFiles(profiles, found, withContacts);
  const { written, output } =
    made === null || out === undefined ? { written: [], output: null } : await writeFiles(out, made.files);
  for (const note of made?.notes ?? []) say(note);
  if (settings.json) {
    writeJson({ ...found, backtest: tested, badRows: read.badRows.length, files: written, ...output?.facts });
  } else {
    const lines = [
      ...summaryLines(read),
      "",
      ...audienceLines(found, { lift: liftOf(found, tested), tested, top: settings.top ?? 10 }),
      ...written.map((path) => `wrote ${path}`),
    ];
    print(`${lines.map(printable).join("\n")}\n`);
  }
  output?.finish();
}

function optionsOf({ size, share, minSupport, control, seed, name }: AudienceSettings) {
  return {
    ...(size !== undefined && { size }),
    ...(share !== undefined && { share }),
    ...(minSupport !== undefined && { minimumSupport: minSupport }),
    ...(control !== undefined && { controlShare: control }),
    ...(seed !== undefined && { seed }),
    ...(name !== undefined && { name }),
  };
}

async function aboutOf(
  { about, image, model, sku }: AudienceSettings,
  { classNames }: CustomerProfiles,
  catalogue: Catalogue | undefined,
): Promise<string | GarmentWish> {
  if (image !== undefined) return patiently("looking at the photo", () => garmentOfImage(image, model, classNames));
  return sku === undefined ? (about as string) : garmentOfItem(sku, catalogue);
}

/** The same share of customers, chosen before the last days of the horizon; null where the orders are too short for that. */
async function testedBefore(
  settings: AudienceSettings,
  { size }: Audience,
  profiles: CustomerProfiles,
  catalogue: Catalogue | undefined,
  signal: AbortSignal,
): Promise<BacktestResult | null> {
  const share = size / profiles.size;
  try {
    const cutoff = cutoffBefore(profiles.orders, Math.ceil(profiles.horizonDays));
    const { orders } = await readAll(settings, catalogue, signal, { cutoff, quiet: true });
    try {
      return share < 1 ? backtest(orders, { share }) : null;
    } finally {
      orders.dispose();
    }
  } catch (error) {
    if (!(error instanceof FashionWasmError) || error.code !== "INVALID_ARGUMENT") throw error;
    say(`not tried on the last days: ${error.message}`);
    return null;
  }
}
