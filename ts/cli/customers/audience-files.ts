/**
 * The files of an audience: a table of customers with their groups, and files to upload.
 */
import { contactsOf } from "../../customers/profiles/contacts.js";
import type { Audience, CustomerProfiles } from "../../index.js";
import { counted } from "../format.js";
import { csvText, slug } from "./csv-text.js";
import { googleFile, klaviyoFile, LEAST_OF_META, MOST_OF_KLAVIYO, metaFile } from "./upload/files.js";

/** Files by their names, and what should be known of them. */
export interface AudienceFiles {
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

const HEADER = ["customer_id", "group", "expected_purchases", "affinity", "index", "support", "consent"];

/** All files of an audience. `withContacts`: also those that need addresses as they are. */
export function audienceFiles(profiles: CustomerProfiles, audience: Audience, withContacts: boolean): AudienceFiles {
  const base = `audience-${slug(audience.name)}`;
  const notes: string[] = [];
  const rows = audience.customers.map(({ id, group, expectedPurchases, affinity, index, support, consent }) => [
    ...[id, group, expectedPurchases.toPrecision(6), affinity.toFixed(4), Math.round(index), support, consent],
  ]);
  const files = new Map([[`${base}.csv`, csvText(HEADER, rows)]]);
  const target = audience.customers.filter(({ group }) => group === "target");
  const contacts = contactsOf(
    profiles,
    target.map(({ place }) => place),
  );
  const addressed = target.map((customer, i) => ({ customer, contact: contacts[i] as (typeof contacts)[number] }));
  const reachable = contacts.filter(({ email, phone }) => email !== "" || phone !== "").length;
  if (reachable === 0) {
    return { files, notes: [`${audience.name}: the orders have no addresses, so there are no files to upload`] };
  }
  if (reachable < target.length) {
    notes.push(
      `${audience.name}: ${counted(target.length - reachable, "customer")} of the target group without an address`,
    );
  }
  const uploads = [
    metaFile(addressed),
    googleFile(addressed),
    ...(withContacts ? [klaviyoFile(addressed, audience)] : []),
  ];
  for (const { platform, text, customers } of uploads) {
    if (customers > 0) files.set(`${base}.${platform}.csv`, text);
    else notes.push(`${audience.name}: nobody has what ${platform} needs, so there is no file for it`);
    if (platform === "meta" && customers < LEAST_OF_META) {
      notes.push(`${audience.name}: ${counted(customers, "customer")} for Meta, which needs at least ${LEAST_OF_META}`);
    }
    if (platform === "klaviyo" && Buffer.byteLength(text) > MOST_OF_KLAVIYO) {
      notes.push(
        `${audience.name}: the file for Klaviyo has more than 50 MB, which it does not take → take a smaller audience`,
      );
    }
  }
  if (!withContacts)
    notes.push(`${audience.name}: Klaviyo needs addresses as they are → --with-contacts writes its file`);
  return { files, notes };
}
