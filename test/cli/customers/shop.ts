/**
 * A shop of several hundred customers, made from a seed: orders as Shopify exports them, with addresses, numbers and consent; the
 * same with ids and names in a plain table; and a catalogue as `predict` writes it.
 */
import { createHash } from "node:crypto";

/** Classes of the catalogue. */
export const CLASSES = ["Dress", "Shirt", "Coat", "Bag", "Sneaker"] as const;

/** A customer of the shop. */
export interface Person {
  readonly number: number;
  readonly first: string;
  readonly last: string;
  /** As it stands in orders, with capitals; "" for who is known by a telephone alone. */
  readonly email: string;
  /** As people write it. */
  readonly phone: string;
  readonly e164: string;
  readonly consent: "yes" | "no" | "unknown";
}

/** What is bought when. */
export interface Purchase {
  readonly person: Person;
  readonly order: string;
  readonly day: string;
  readonly items: readonly string[];
}

/** The shop. */
export interface Shop {
  readonly people: readonly Person[];
  readonly purchases: readonly Purchase[];
}

/** A number from 0 to 1 after another, always the same ones. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Makes it. A third said yes, a third no; every tenth has a telephone alone. */
export function shopOf(size: number, seed = 7): Shop {
  const next = chance(seed);
  const people = Array.from({ length: size }, (_, number): Person => {
    const digits = String(1_000_000 + number * 7);
    const hasMail = number % 10 !== 9;
    return {
      number,
      first: `Firstname${number}x`,
      last: `Lastname${number}x`,
      email: hasMail ? `Person.${number}@Mail-${number % 7}.Example.com` : "",
      phone: `+49 (0)170 ${digits.slice(0, 3)}-${digits.slice(3)}`,
      e164: `+49170${digits}`,
      consent: (["yes", "no", "unknown"] as const)[number % 3] as Person["consent"],
    };
  });
  const purchases = people.flatMap((person) => {
    const favourite = Math.floor(next() * CLASSES.length);
    return Array.from({ length: 2 + Math.floor(next() * 5) }, (_, i): Purchase => {
      const day = new Date(Date.UTC(2025, 0, 1) + Math.floor(next() * 600) * 86_400_000).toISOString().slice(0, 10);
      const kind = () => CLASSES[next() < 0.6 ? favourite : Math.floor(next() * CLASSES.length)];
      const items = Array.from({ length: 1 + Math.floor(next() * 2) }, () => `${kind()}-${Math.floor(next() * 6)}`);
      return { person, order: `#${person.number}-${i}`, day, items };
    });
  });
  return { people, purchases };
}

/** As Shopify exports it: the fields of an order stand in its first row alone. */
export function shopifyCsv({ purchases }: Shop): string {
  const header =
    "Name,Email,Financial Status,Paid at,Currency,Accepts Marketing,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Phone";
  const lines = purchases.flatMap(({ person, order, day, items }) =>
    items.map((item, i) => {
      const { email, phone, consent, first, last } = person;
      const time = `${day} 10:00:00 +0100`;
      const said = consent === "unknown" ? "" : consent;
      const of = i === 0 ? [email, "paid", time, "EUR", said, "20.00", time] : ["", "", "", "", "", "", ""];
      const address =
        i === 0 ? [`${first} ${last}`, "Berlin", "'10115", "BE", "DE", phone, phone] : ["", "", "", "", "", "", ""];
      return [order, ...of, "1", `Thing ${item}`, "10.00", item, ...address].join(",");
    }),
  );
  return `${[header, ...lines].join("\n")}\n`;
}

/** A plain table with ids of the shop, names and addresses. */
export function plainCsv({ purchases }: Shop): string {
  const header =
    "order_id,customer_id,date,sku,quantity,amount,email,phone,first_name,last_name,city,region,zip,country,consent";
  const lines = purchases.flatMap(({ person, order, day, items }) =>
    items.map((item) => {
      const { number, email, e164, first, last, consent } = person;
      const said = consent === "unknown" ? "" : consent;
      const address = [email, e164, first, last, "St. Paul", "MN", "55101-1234", "US", said];
      return [order, `C${number}`, day, item, "1", "10.00", ...address].join(",");
    }),
  );
  return `${[header, ...lines].join("\n")}\n`;
}

/** As `predict --out` writes it. */
export function catalogueCsv(): string {
  const lines = CLASSES.flatMap((name, place) => {
    const other = CLASSES[(place + 1) % CLASSES.length];
    return Array.from({ length: 6 }, (_, i) => `${name}-${i},${name},0.9${i},${other},0.0${9 - i}`);
  });
  return `${["sku,label,probability,label2,probability2", ...lines].join("\n")}\n`;
}

/** SHA-256 of a text as it is. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A CSV without line ends in its cells, as rows by the names of its columns. */
export function rowsOf(csv: string): Record<string, string>[] {
  const [header = [], ...rows] = csv.trimEnd().split("\n").map(cellsOf);
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

function cellsOf(line: string): string[] {
  // A comma after the last cell too, so that each has one.
  const cells = `${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g);
  return [...cells].map(([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain);
}
