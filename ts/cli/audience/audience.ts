/**
 * `fashion-wasm audience`: who should hear of a class of garments, of several, or of one garment.
 *
 * What it is about: garment.ts; what a person sees: audience-text.ts; files: customers/.
 */
import { parseExpression } from "../../customers/profiles/expression.js";
import { customerProfiles } from "../../customers/profiles/profile-customers.js";
import { type Audience, audience, type Catalogue, type CustomerProfiles } from "../../index.js";
import { audienceFiles } from "../customers/audience-files.js";
import { badRowsCsv } from "../customers/bad-rows.js";
import { excludedIn, sayUnknown } from "../customers/exclude.js";
import { audienceBases, audienceFileNames, BAD_ROWS } from "../customers/file-names.js";
import { checkFree, type OutFolder, type Written, writeFiles } from "../customers/out-folder.js";
import { refusedAddresses } from "../customers/reachable.js";
import { type ReadOrders, readAll, readItems } from "../customers/read.js";
import { summaryLines } from "../customers/summary-text.js";
import { type SignalWatch, watchSignals } from "../interruption.js";
import { patiently } from "../patience.js";
import { printable } from "../printable.js";
import { liftOf } from "../profile/tested-before.js";
import { say, writeJson } from "../say.js";
import { print } from "../stdout.js";
import { packageVersion } from "../version.js";
import { type AudienceSettings, checkUse, nameOf } from "./audience-settings.js";
import { audienceLines } from "./audience-text.js";
import { type Garment, garmentOfImage, garmentOfItem } from "./garment.js";
import { testedAlike } from "./tested-alike.js";

/** Reads, chooses, prints and writes; rejects with FashionWasmError of any code, UsageError, NotWritten or Interrupted. */
export async function audienceCommand(settings: AudienceSettings): Promise<void> {
  checkUse(settings);
  const watch = watchSignals("before the audience was chosen");
  try {
    await watch.race(run(settings, watch));
  } finally {
    watch.stop();
  }
}

async function run(settings: AudienceSettings, watch: SignalWatch): Promise<void> {
  const { signal } = watch;
  const { out, json, about } = settings;
  const folder = out === undefined ? null : outFolder(out, nameOf(settings));
  // What can be wrong is found before hours of orders are read.
  if (folder !== null) await checkFree(folder, settings.force);
  const exclude = await excludedIn(settings.exclude);
  const catalogue = await readItems(settings, signal);
  if (about !== undefined && catalogue !== undefined) parseExpression("audience", about, catalogue.classNames);
  const garment = await garmentOf(settings, catalogue);
  const read = await readAll(settings, catalogue, signal, { contacts: folder !== null || exclude.length > 0 });
  const profiles = await patiently("making profiles", () =>
    customerProfiles(read.orders, { horizonDays: settings.horizon ?? 60 }, watch),
  );
  const wish = garment === null ? (about as string) : garment(profiles.classNames);
  const found = await audience(profiles, wish, { ...optionsOf(settings), exclude });
  sayUnknown(settings.exclude, exclude, found);
  const tested = settings.backtest ? await testedAlike(settings, found, profiles, catalogue, watch) : null;
  const written = folder === null ? null : await write(folder, { read, profiles, found }, settings, signal);
  if (json) {
    const result = { version: packageVersion(), orders: read.orders.summary, ...found, backtest: tested };
    const facts = written === null ? {} : { files: written.paths, ...written.output.facts };
    written?.output.finish({ ...result, ...facts });
    writeJson({ ...result, ...facts });
    return;
  }
  const lines = [
    ...summaryLines(read),
    "",
    ...audienceLines(found, { lift: liftOf(found, tested), tested, top: settings.top ?? 10 }),
    ...(written?.paths ?? []).map((path) => `wrote ${path}`),
  ];
  print(`${lines.map(printable).join("\n")}\n`);
  written?.output.finish();
}

function outFolder(folder: string, name: string): OutFolder {
  const [base = ""] = audienceBases([name]);
  return { folder, names: [...audienceFileNames(base), BAD_ROWS] };
}

function optionsOf(settings: AudienceSettings) {
  const { size, share, minSupport, control, seed } = settings;
  return {
    name: nameOf(settings),
    ...(size !== undefined && { size }),
    ...(share !== undefined && { share }),
    ...(minSupport !== undefined && { minimumSupport: minSupport }),
    ...(control !== undefined && { controlShare: control }),
    ...(seed !== undefined && { seed }),
  };
}

/** Null where it is about classes. Errors: those of reading a photo; INVALID_ARGUMENT. */
async function garmentOf(settings: AudienceSettings, catalogue: Catalogue | undefined): Promise<Garment | null> {
  const { image, model, sku } = settings;
  const name = nameOf(settings);
  if (image !== undefined) return patiently("looking at the photo", () => garmentOfImage(image, model, name));
  return sku === undefined || catalogue === undefined ? null : garmentOfItem(sku, catalogue, name);
}

/** What the files are made of. */
interface Chosen {
  readonly read: ReadOrders;
  readonly profiles: CustomerProfiles;
  readonly found: Audience;
}

async function write(
  folder: OutFolder,
  { read, profiles, found }: Chosen,
  { withContacts = false }: AudienceSettings,
  signal: AbortSignal,
): Promise<Written> {
  const [base = ""] = audienceBases([found.name]);
  const made = audienceFiles(profiles, found, { base, withContacts, refused: refusedAddresses(profiles) });
  const files = new Map(made.files);
  if (read.badRows.length > 0) files.set(BAD_ROWS, badRowsCsv(read.badRows));
  const written = await writeFiles(folder, files, signal);
  for (const note of made.notes) say(note);
  return written;
}
