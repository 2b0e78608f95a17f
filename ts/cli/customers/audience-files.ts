/**
 * The files of an audience: a table of customers with their groups, and files to upload.
 */
import type { Audience, CustomerProfiles } from "../../index.js";
import { count, counted } from "../format.js";
import { csvText } from "./csv-text.js";
import { reachableOf } from "./reachable.js";
import type { UploadFile } from "./upload/contacts.js";
import { googleFile } from "./upload/google.js";
import { klaviyoFile, MOST_OF_KLAVIYO } from "./upload/klaviyo.js";
import { LEAST_OF_META, metaFile } from "./upload/meta.js";

/** Files by their names, and what should be known of them. */
export interface AudienceFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** How they are made. */
export interface AudienceFilesOptions {
  /** What their names begin with. */
  readonly base: string;
  /** Also the file that needs addresses as they are. */
  readonly withContacts: boolean;
  /** Addresses of customers who said no. */
  readonly refused: ReadonlySet<string>;
}

const HEADER = ["customer_id", "group", "expected_purchases", "affinity", "index", "support", "consent"];

/** All files of an audience. */
export function audienceFiles(
  profiles: CustomerProfiles,
  audience: Audience,
  { base, withContacts, refused }: AudienceFilesOptions,
): AudienceFiles {
  const table = audience.customers.map(({ id, group, expectedPurchases, affinity, index, support, consent }) => [
    ...[id, group, expectedPurchases.toPrecision(6), affinity.toFixed(4), Math.round(index), support, consent],
  ]);
  const files = new Map([[`${base}.csv`, csvText(HEADER, table)]]);
  const { addressed, withoutAddress, shared } = reachableOf(profiles, audience, refused);
  const notes: string[] = [];
  if (addressed.length === 0) notes.push("nobody of the target group has an address, so there are no files to upload");
  else {
    if (withoutAddress > 0) notes.push(`${counted(withoutAddress, "customer")} of the target group without an address`);
    if (shared > 0) notes.push(sharedText(shared));
    const uploads = [metaFile(addressed), googleFile(addressed)];
    if (withContacts) uploads.push(klaviyoFile(addressed, audience));
    else notes.push("Klaviyo needs addresses as they are → --with-contacts writes its file");
    for (const upload of uploads) addUpload(upload, base, files, notes);
  }
  return { files, notes: notes.map((note) => `${audience.name}: ${note}`) };
}

function sharedText(shared: number): string {
  const who = counted(shared, "customer");
  return `${who} in no file to upload: the address is also that of a customer who said no, is held out, or stands in it`;
}

function addUpload(
  { platform, text, customers }: UploadFile,
  base: string,
  files: Map<string, string>,
  notes: string[],
): void {
  const name = `${base}.${platform}.csv`;
  if (customers === 0) {
    notes.push(`nobody has what ${platform} needs, so there is no file for it`);
    return;
  }
  if (platform === "klaviyo" && Buffer.byteLength(text) > MOST_OF_KLAVIYO) {
    notes.push(
      `${name} would have more than the 50 MB that Klaviyo takes, so it is not written → take a smaller audience`,
    );
    return;
  }
  files.set(name, text);
  notes.push(`${name}: ${counted(customers, "customer")}`);
  if (platform === "meta" && customers < LEAST_OF_META) {
    notes.push(`${name}: Meta asks for lists of at least ${count(LEAST_OF_META)} people`);
  }
}
