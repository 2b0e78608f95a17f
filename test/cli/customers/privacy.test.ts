/**
 * Privacy: whatever is asked of `profile` and `audience`, no address, number or name of a customer comes out raw, but in the file for
 * Klaviyo that was asked for; and nobody who said no, is excluded or is held out stands in a file to upload.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type Ended, emptyFolder, jsonOf, runCli } from "../run-cli.js";
import { catalogueCsv, type Person, plainCsv, rowsOf, sha256, shopifyCsv, shopOf } from "./shop.js";

const SIZE = 450;
const shop = shopOf(SIZE);
const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
const { people } = shop;
const excluded = people.filter(({ number }) => number % 15 === 0);
/** Somebody who said no with another order that was cancelled, later than all others. */
const lateRefusal = people[1] as Person;

/** Every text that must not stand anywhere: e-mail addresses in any case, numbers in any spelling, names. */
const SECRETS = [/person\.\d+/i, /@mail-/i, /Firstname\d/i, /Lastname\d/i, /170[ /]?100-?[0-3]\d{3}/];

beforeAll(() => {
  const cancelled = `#late,${lateRefusal.email.toUpperCase()},voided,,EUR,no,5.00,2026-08-30 10:00:00 +0100,1,Thing,5.00,Dress-0,,,,,,,\n`;
  writeFileSync(path("shopify.csv"), shopifyCsv(shop) + cancelled);
  writeFileSync(path("plain.csv"), plainCsv(shop));
  writeFileSync(path("catalogue.csv"), catalogueCsv());
  const list = excluded.map(({ email, e164, number }) =>
    email === ""
      ? e164.replace("+49", "0049 ")
      : number % 30 === 0
        ? ` ${email.toUpperCase()} `
        : sha256(email.toLowerCase()),
  );
  writeFileSync(path("exclude.csv"), `Email,Note\n${list.map((one) => `${one},no more`).join("\n")}\n`);
});

const ORDERS = ["--catalogue", "catalogue.csv", "--today", "2026-12-01"];
const SHOPIFY = ["--orders", "shopify.csv", ...ORDERS];
const PLAIN = ["--orders", "plain.csv", ...ORDERS];

/** Texts of a folder by the names of its files. */
function textsIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(path(folder)).map((name) => [name, readFileSync(path(folder, name), "utf8")]));
}

function expectNoSecret(what: string, text: string): void {
  for (const secret of SECRETS) expect(`${what}: ${text.match(secret)?.[0] ?? ""}`).toBe(`${what}: `);
}

function expectSilent({ stdout, stderr }: Ended): void {
  expectNoSecret("stdout", stdout);
  expectNoSecret("stderr", stderr);
}

const mailHash = ({ email }: Person) => (email === "" ? "" : sha256(email.toLowerCase()));
const idOf = (person: Person) => mailHash(person) || sha256(person.e164);
const mayNotBe = people.filter(
  (person) => person.consent === "no" || person === lateRefusal || excluded.includes(person),
);

describe("a shop whose orders know customers by addresses", { concurrent: true }, () => {
  it("audience: hashes, counts, and nobody who is not to be addressed", async () => {
    const args = ["audience", "Dress", ...SHOPIFY, "--exclude", "exclude.csv", "--share", "0.9", "--min-support", "1"];
    const ended = await runCli([...args, "--control", "0.2", "--out", "a", "--json"], { cwd });
    expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining("warning")]);
    expectSilent(ended);
    const files = textsIn("a");
    expect(Object.keys(files).sort()).toEqual([
      "audience-dress.csv",
      "audience-dress.google.csv",
      "audience-dress.meta.csv",
    ]);
    for (const [name, text] of Object.entries(files)) expectNoSecret(name, text);

    const table = rowsOf(files["audience-dress.csv"] as string);
    const ids = new Map(table.map((row) => [row.customer_id, row.group]));
    for (const person of mayNotBe) expect(ids.has(idOf(person))).toBe(false);
    const { leftOut } = jsonOf(ended) as { leftOut: Record<string, number> };
    expect(leftOut.excluded).toBe(excluded.length);
    expect(leftOut.saidNo).toBe(people.filter((one) => mayNotBe.includes(one) && !excluded.includes(one)).length);
    expect(table.length).toBe(SIZE - mayNotBe.length);

    const addressed = people.filter((person) => ids.get(idOf(person)) === "target");
    const control = people.filter((person) => ids.get(idOf(person)) === "control");
    expect(control.length).toBe(Math.round(0.2 * table.length));
    const meta = rowsOf(files["audience-dress.meta.csv"] as string);
    expect(
      meta
        .map(({ email }) => email)
        .filter(Boolean)
        .sort(),
    ).toEqual(addressed.map(mailHash).filter(Boolean).sort());
    expect(meta.map(({ phone }) => phone).sort()).toEqual(addressed.map(({ e164 }) => sha256(e164.slice(1))).sort());
    expect(new Set(meta.map(({ ct, st, zip, country }) => [ct, st, zip, country].join()))).toEqual(
      new Set([["berlin", "be", "10115", "de"].map(sha256).join()]),
    );
    const google = rowsOf(files["audience-dress.google.csv"] as string);
    expect(google.map(({ Phone }) => Phone).sort()).toEqual(addressed.map(({ e164 }) => sha256(e164)).sort());
    // Google matches a postal address with names alone, which Shopify's column does not hold apart.
    expect(new Set(google.map((row) => [row["First Name"], row["Last Name"], row.Country, row.Zip].join()))).toEqual(
      new Set([",,,"]),
    );
    for (const text of [files["audience-dress.meta.csv"], files["audience-dress.google.csv"]] as string[]) {
      for (const person of [...control, ...mayNotBe]) {
        expect(text.includes(mailHash(person) || "nobody") || text.includes(sha256(person.e164))).toBe(false);
      }
    }
  });

  it("with --with-contacts: addresses in the file for Klaviyo, and nowhere else", async () => {
    const ended = await runCli(
      [
        "profile",
        ...SHOPIFY,
        "--audience",
        "Dress",
        "Coat or Bag",
        "--share",
        "0.4",
        "--out",
        "b",
        "--with-contacts",
        "--backtest",
        "60d",
      ],
      { cwd },
    );
    expect([ended.code, ended.stderr]).toEqual([0, expect.any(String)]);
    expectSilent(ended);
    expect(ended.stdout).toMatch(
      /^audience Dress: \d+ customers, \d+ to address, \d+ held out; not in it: \d+ said no, 0 excluded/m,
    );
    const {
      "audience-dress.klaviyo.csv": dress = "",
      "audience-coat-or-bag.klaviyo.csv": coats = "",
      ...others
    } = textsIn("b");
    expect(Object.keys(others).length).toBe(10);
    for (const [name, text] of Object.entries(others)) expectNoSecret(name, text);
    expect(dress.split("\n")[0]).toBe(
      "Email,First Name,Last Name,Fashion Audience,Fashion Index,Fashion Expected Purchases",
    );
    const target = rowsOf(others["audience-dress.csv"] as string).filter(({ group }) => group === "target");
    const inKlaviyo = rowsOf(dress).map((row) => sha256((row.Email as string).toLowerCase()));
    expect(inKlaviyo.sort()).toEqual(
      target
        .map((row) => row.customer_id as string)
        .filter((id) => people.some((one) => mailHash(one) === id))
        .sort(),
    );
    const refused = new Set(people.filter(({ consent }) => consent === "no").map(({ email }) => email.toLowerCase()));
    for (const row of [...rowsOf(dress), ...rowsOf(coats)])
      expect(refused.has((row.Email as string).toLowerCase())).toBe(false);
  });

  it("one customer, by the address, the number and the hash", async () => {
    const [mail, phone] = [people[3] as Person, people[9] as Person];
    const asked = [mail.email.toUpperCase(), ` ${mail.email}`, idOf(mail), phone.phone, phone.e164, idOf(phone)];
    const all = await Promise.all(
      asked.map((one) => runCli(["profile", ...SHOPIFY, "--customer", one, "--json"], { cwd })),
    );
    for (const [i, ended] of all.entries()) {
      expect(ended.code).toBe(0);
      expectSilent(ended);
      const json = jsonOf(ended) as { id: string; boughtItems: string[]; itemsToShow: { item: string }[] };
      expect(json.id).toBe(idOf(i < 3 ? mail : phone));
      const bought = new Set(
        shop.purchases.filter(({ person }) => person === (i < 3 ? mail : phone)).flatMap(({ items }) => items),
      );
      expect(new Set(json.boughtItems)).toEqual(bought);
      expect(json.itemsToShow.some(({ item }) => bought.has(item))).toBe(false);
    }
    const none = await runCli(["profile", ...SHOPIFY, "--customer", "nobody.person.1@mail-1.example.com", "--json"], {
      cwd,
    });
    expect(none.code).toBe(2);
    expectSilent(none);
  });
});

describe("messages", { concurrent: true }, () => {
  const bad = (name: string, text: string | Uint8Array) => writeFileSync(path(name), text);
  const person = people[4] as Person;

  it.each([
    ["a row with a field too many", `#x,Lastname4x,"${person.email}",paid,,EUR,,1,2025-01-01,1,T,1,Dress-0,,,,,,,\n`],
    ["an address where the date should be", `#x,${person.email},paid,,EUR,,1,${person.email},1,T,1,Dress-0,,,,,,,\n`],
    [
      "a number where the status should be",
      `#x,${person.email},${person.phone},,EUR,,1,2025-01-01,1,T,1,Dress-0,,,,,,,\n`,
    ],
    ["an address for consent", `#x,${person.email},paid,,EUR,${person.email},1,2025-01-01,1,T,1,Dress-0,,,,,,,\n`],
    ["an address for a quantity", `#x,${person.email},paid,,EUR,,1,2025-01-01,${person.email},T,1,Dress-0,,,,,,,\n`],
    ["rows that are sorted", `${person.email},,,,,,,,1,T,1,Dress-0,,,,,,,\n`],
  ])("%s: told, without it", async (name, row) => {
    const file = `bad-${name.replaceAll(" ", "-")}.csv`;
    bad(file, shopifyCsv(shopOf(40)) + row);
    const out = `out-${file}`;
    const ended = await runCli(["profile", "--orders", file, ...ORDERS, "--out", out], { cwd });
    expect([ended.code, ended.stderr]).toEqual([0, expect.stringContaining(`${file}: line `)]);
    expectSilent(ended);
    for (const [file, text] of Object.entries(textsIn(out))) expectNoSecret(file, text);
    expect(readdirSync(path(out))).toContain("bad-rows.csv");
    const strict = await runCli(["profile", "--orders", file, ...ORDERS, "--strict", "--json"], { cwd });
    expect(strict.code).toBe(1);
    expectSilent(strict);
  });

  it("an address that is no text in UTF-8", async () => {
    const [head = "", first = ""] = shopifyCsv(shopOf(40)).split("\n");
    const rows = Buffer.from(
      `${head}\n${first}\n${first.replaceAll("#0", "#y").replace("Person.0", "Person.0\u00FF")}\n`,
      "latin1",
    );
    bad("latin.csv", rows);
    const ended = await runCli(["profile", "--orders", "latin.csv", ...ORDERS], { cwd });
    expect(ended.stderr).toContain("latin.csv: line 3: the customer is no text in UTF-8 → save the file as UTF-8\n");
    expectSilent(ended);
  });

  it("a file without a header, and objects where texts should be", async () => {
    bad("headless.csv", plainCsv(shop).split("\n").slice(1, 30).join("\n"));
    bad(
      "objects.jsonl",
      `${JSON.stringify({ customer: { email: person.email, name: person.first }, date: "2025-01-01", sku: "Dress-0" })}\n`,
    );
    for (const file of ["headless.csv", "objects.jsonl"]) {
      const ended = await runCli(["profile", "--orders", file, ...ORDERS, "--json"], { cwd });
      expect(ended.code).toBeGreaterThan(0);
      expectSilent(ended);
    }
  });
});

describe("a shop with ids, addresses and names", { concurrent: true }, () => {
  it("files as each platform takes them", async () => {
    const ended = await runCli(
      ["audience", "Shirt", ...PLAIN, "--exclude", "exclude.csv", "--size", "200", "--out", "c", "--with-contacts"],
      { cwd },
    );
    expect(ended.code).toBe(0);
    expectSilent(ended);
    const { "audience-shirt.klaviyo.csv": klaviyo = "", ...others } = textsIn("c");
    for (const [name, text] of Object.entries(others)) expectNoSecret(name, text);
    for (const text of [klaviyo, ...Object.values(others)]) expect(text.charCodeAt(0)).not.toBe(0xfeff);
    const table = rowsOf(others["audience-shirt.csv"] as string);
    const ids = new Map(table.map((row) => [row.customer_id, row.group]));
    for (const person of people.filter((one) => one.consent === "no" || excluded.includes(one))) {
      expect(ids.has(`C${person.number}`)).toBe(false);
    }
    const target = people.filter(({ number }) => ids.get(`C${number}`) === "target");
    const withMail = target.filter(({ email }) => email !== "");
    expect(
      rowsOf(klaviyo)
        .map((row) => [row.Email, row["First Name"], row["Last Name"]].join())
        .sort(),
    ).toEqual(withMail.map(({ email, first, last }) => [email, first, last].join()).sort());
    const byMail = new Map(rowsOf(others["audience-shirt.meta.csv"] as string).map((row) => [row.email, row]));
    const google = new Map(rowsOf(others["audience-shirt.google.csv"] as string).map((row) => [row.Email, row]));
    for (const person of withMail) {
      const { first, last, e164 } = person;
      const [fn, ln, ct, st, zip, country] = [first, last, "stpaul", "mn", "55101", "us"].map((one) =>
        sha256(one.toLowerCase()),
      );
      const phone = sha256(e164.slice(1));
      expect(byMail.get(mailHash(person))).toEqual({ email: mailHash(person), phone, fn, ln, ct, st, zip, country });
      expect(google.get(mailHash(person))).toEqual({
        Email: mailHash(person),
        Phone: sha256(e164),
        "First Name": fn,
        "Last Name": ln,
        Country: "US",
        Zip: "55101-1234",
      });
    }
    expect(others["audience-shirt.meta.csv"]?.split("\n")[0]).toBe("email,phone,fn,ln,ct,st,zip,country");
    expect(others["audience-shirt.google.csv"]?.split("\n")[0]).toBe("Email,Phone,First Name,Last Name,Country,Zip");
  });

  it("one address of two ids: of a customer who said no, who is held out, who is there already; and former addresses", async () => {
    const head = "order_id,customer_id,date,sku,amount,email,consent";
    const rows: string[] = [];
    const buys = (id: string, email: string, consent = "", day = 1) => {
      for (let i = 0; i < 4; i++) {
        rows.push(`${id}-${i}-${day},${id},2025-0${day}-1${i},Dress-${i},10,${email},${consent}`);
      }
    };
    for (let i = 0; i < 40; i++) buys(`N${i}`, `only.${i}@mail-0.example.com`);
    for (let i = 0; i < 20; i++)
      [buys(`T${i}`, `twice.${i}@mail-0.example.com`), buys(`U${i}`, `Twice.${i}@mail-0.example.com`)];
    buys("R1", "refuser@mail-0.example.com", "no");
    buys("R2", "REFUSER@mail-0.example.com");
    buys("F1", "former@mail-0.example.com");
    buys("F1", "latter@mail-0.example.com", "", 3);
    writeFileSync(path("ids.csv"), `${head}\n${rows.join("\n")}\n`);
    writeFileSync(path("former.txt"), "FORMER@mail-0.example.com\n");
    const args = ["--orders", "ids.csv", ...ORDERS, "--exclude", "former.txt", "--share", "0.99", "--control", "0.3"];
    const ended = await runCli(["audience", "Dress", ...args, "--out", "d", "--with-contacts", "--no-backtest"], {
      cwd,
    });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(
      /\d+ customers in no file to upload: the address is also that of a customer who said no/,
    );
    const files = textsIn("d");
    const table = rowsOf(files["audience-dress.csv"] as string);
    expect(table.some((row) => row.customer_id === "F1")).toBe(false);
    const mails = rowsOf(files["audience-dress.klaviyo.csv"] as string).map((row) =>
      (row.Email as string).toLowerCase(),
    );
    expect(new Set(mails).size).toBe(mails.length);
    expect(mails).not.toContain("refuser@mail-0.example.com");
    const mailOf = (id = "") => (id.startsWith("N") ? `only.${id.slice(1)}` : `twice.${id.slice(1)}`);
    const held = table
      .filter(({ group }) => group === "control")
      .map((row) => `${mailOf(row.customer_id)}@mail-0.example.com`);
    expect(held.length).toBeGreaterThan(10);
    for (const one of held) expect(mails).not.toContain(one);
  });

  it("goods that came back: a second reading, and numbers stay hashed", async () => {
    mkdirSync(path("e"), { recursive: true });
    const back = plainCsv(shop)
      .replaceAll(/,C\d+,/g, ",,")
      .replaceAll(/Person[^,]*,/g, ",");
    const first = back.split("\n")[1] as string;
    writeFileSync(path("back.csv"), `${back}${first.replace(",1,10.00,", ",-1,-10.00,").replace("2025-", "2026-")}\n`);
    const ended = await runCli(["profile", "--orders", "back.csv", ...ORDERS, "--out", "e"], { cwd });
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringMatching(/^came back: 1 line/m)]);
    expectSilent(ended);
    const files = textsIn("e");
    for (const [name, text] of Object.entries(files)) expectNoSecret(name, text);
    const ids = new Set(rowsOf(files["profiles.csv"] as string).map((row) => row.customer_id));
    expect(people.every(({ e164 }) => ids.has(sha256(e164)))).toBe(true);
  });
});
