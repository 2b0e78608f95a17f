/** Who is in an audience, by what is expected of them; and who never is. */
import { type AudienceOptions, audience, type CustomerProfiles } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";
import { consentOf, emailOf, hashOf, profilesOf } from "./audience-fixture.js";

let profiles: CustomerProfiles;
beforeAll(async () => {
  profiles = await profilesOf("id and e-mail");
});

const place = (id: string) => Number(id.slice(1));
const everybody: AudienceOptions = { share: 1, minimumSupport: 0 };

describe("who said no, or is on the list", () => {
  it("is in no audience", async () => {
    const found = await audience(profiles, "Shirt", everybody);
    const no = [...profiles].filter(({ id }) => consentOf(place(id)) === "no");
    expect(no.length).toBeGreaterThan(20);
    expect(found.leftOut).toEqual({ saidNo: no.length, excluded: 0, tooFew: 0 });
    expect(found.size).toBe(profiles.size - no.length);
    for (const { id, consent } of found.customers)
      expect(consent).toBe(consentOf(place(id)) === "" ? "unknown" : "yes");
  });

  it.each([
    ["an id", (at: number) => `C${at}`],
    ["an id with blanks around", (at: number) => ` C${at} `],
    ["an address", emailOf],
    ["an address in capitals", (at: number) => emailOf(at).toUpperCase()],
    ["a hash", (at: number) => hashOf(emailOf(at))],
    ["a hash in capitals", (at: number) => hashOf(emailOf(at)).toUpperCase()],
  ])("as %s", async (_, named) => {
    const all = (await audience(profiles, "Shirt", everybody)).customers.map(({ id }) => id);
    const excluded = all.slice(0, 30);
    const found = await audience(profiles, "Shirt", {
      ...everybody,
      exclude: [...excluded.map((id) => named(place(id))), "?"],
    });
    expect(found.leftOut.excluded).toBe(30);
    expect(found.customers.map(({ id }) => id)).toEqual(all.slice(30));
  });

  it("as an address or its hash, where orders know customers by addresses", async () => {
    const byMail = await profilesOf("e-mail");
    const all = (await audience(byMail, "Shirt", everybody)).customers.map(({ id }) => id);
    const emails = Array.from({ length: 400 }, (_, at) => emailOf(at));
    const [first = "", second = ""] = all;
    const address = emails.find((email) => hashOf(email) === first) ?? "";
    const found = await audience(byMail, "Shirt", { ...everybody, exclude: [address.toUpperCase(), second] });
    expect(found.customers.map(({ id }) => id)).toEqual(all.slice(2));
  });

  it("is not passed over where addresses were not kept", async () => {
    const without = await profilesOf("id and e-mail", false);
    const exclude = [emailOf(1), hashOf(emailOf(2)), "C3"];
    const act = () => audience(without, "Shirt", { exclude });
    await expectRefusal(act, "INVALID_ARGUMENT", ["2 of the excluded are addresses", "contacts: true"]);
    const found = await audience(without, "Shirt", { ...everybody, exclude: ["C5"] });
    expect(found.leftOut.excluded).toBe(1);
  });
});

describe("what an audience is about", () => {
  const best = async (about: string) => (await audience(profiles, about, { size: 40 })).customers.map(({ id }) => id);
  const share = (id: string, name: string) => profiles.get(id)?.affinity[profiles.classNames.indexOf(name)] ?? 0;
  const rank = (of: (id: string) => number) =>
    [...profiles]
      .filter(({ consent, support }) => consent !== "no" && support >= 3)
      .map(({ id, expectedPurchases }) => ({ id, expected: expectedPurchases * of(id) }))
      .sort((a, b) => b.expected - a.expected)
      .slice(0, 40)
      .map(({ id }) => id);

  it("is a class, or several joined by or, and, brackets", async () => {
    const either = (id: string) => share(id, "Dress") + share(id, "Shirt");
    expect(await best("dress")).toEqual(rank((id) => share(id, "Dress")));
    for (const about of ["Dress or Shirt", 'DRESS OR "shirt"', "(Dress or Shirt)", "Shirt or Dress or Shirt"]) {
      expect(await best(about), about).toEqual(rank(either));
    }
    expect(await best("Bag and Dress")).toEqual(rank((id) => Math.min(share(id, "Bag"), share(id, "Dress"))));
    const both = rank((id) => Math.min(either(id), share(id, "Bag")));
    for (const about of ["(Dress or Shirt) and Bag", "Bag AND ( Dress or Shirt )"])
      expect(await best(about), about).toEqual(both);
    expect(await best('"T-shirt/top" or "Ankle boot"')).toEqual(
      rank((id) => share(id, "T-shirt/top") + share(id, "Ankle boot")),
    );
  });

  it.each([
    ["Dres", ['"Dres" is no class (did you mean "Dress"?)', "there are T-shirt/top"]],
    ["Dress or Skirt", ['"Skirt" is no class (did you mean "Shirt"?)']],
    ["Dress or Shirt and Bag", ["in brackets", "(Dress or Shirt) and Bag"]],
    ["Bag and Dress or Shirt", ["in brackets"]],
    ["(Dress and Bag) or Shirt", ["in brackets"]],
    ["((Dress))", ["in brackets"]],
    ['"Dress', ["in brackets"]],
    ["Dress or ", ["audience"]],
    ["", ["audience"]],
  ])("is refused as %j", async (about, said) => {
    await expectRefusal(() => audience(profiles, about), "INVALID_ARGUMENT", said);
  });

  it("is a garment, by the probabilities of its classes", async () => {
    const probabilities = [0.05, 0, 0.15, 0, 0.1, 0, 0.7, 0, 0, 0];
    const of = (id: string) => probabilities.reduce((sum, p, k) => sum + p * (profiles.get(id)?.affinity[k] ?? 0), 0);
    const found = await audience(profiles, { name: "Blouse 7", probabilities }, { size: 40 });
    expect(found.customers.map(({ id }) => id)).toEqual(rank(of));
    expect(found.name).toBe("Blouse 7");
    expect(found.about).toBe("Blouse 7: Shirt 70 %, Pullover 15 %, Coat 10 %, T-shirt/top 5 %");
    for (const { id, affinity } of found.customers) expect(affinity).toBeCloseTo(of(id), 12);
    const act = () => audience(profiles, { name: "Blouse 7", probabilities: [0.5, 0.5] });
    await expectRefusal(act, "INVALID_ARGUMENT", ["10 numbers that add up to 1"]);
  });
});

describe("reach and lift", () => {
  it("are those of what is expected", async () => {
    const bag = profiles.classNames.indexOf("Bag");
    const { customers, reach, lift, expectedPurchases, size } = await audience(profiles, "Bag", { share: 0.1 });
    expect(size).toBe(Math.round(0.1 * profiles.size));
    const expected = (each: { expectedPurchases: number; affinity: readonly number[] }) =>
      each.expectedPurchases * (each.affinity[bag] ?? 0);
    const theirs = customers.map(({ place }) => expected(profiles.at(place)));
    const all = [...profiles].reduce((sum, each) => sum + expected(each), 0);
    for (const [rank, { expectedPurchases: one }] of customers.entries())
      expect(one).toBeCloseTo(theirs[rank] ?? 0, 12);
    const sum = theirs.reduce((a, b) => a + b, 0);
    expect(expectedPurchases).toBeCloseTo(sum, 10);
    expect(reach).toBeCloseTo(sum / all, 12);
    expect(lift).toBeCloseTo(sum / size / (all / profiles.size), 10);
    expect(lift).toBeGreaterThan(2);
    const [first] = customers;
    expect(first?.index).toBeCloseTo((100 * (first?.affinity ?? 0)) / (profiles.population[bag] ?? 1), 8);
  });
});
