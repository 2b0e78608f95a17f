/** The page of customers: what it says and does not say, whatever is missing, and nobody's address. */
import { type CustomersPageInput, customersHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { audienceOf, CAMPAIGN, customersInput, shopOf, tasteOf } from "./customers-example.js";
import { read } from "./markup.js";

const pageOf = (changes: Partial<CustomersPageInput> = {}) => customersHtml(customersInput(changes));
const textOf = (changes: Partial<CustomersPageInput> = {}) => read(pageOf(changes)).text.replace(/\s+/g, " ");
const idsOf = (page: string) =>
  read(page)
    .tags.filter(({ name }) => name === "section")
    .map(({ attributes }) => attributes.get("id"));

/** The text of one section. */
function sectionOf(page: string, id: string): string {
  const [, rest = ""] = page.split(`<section id="${id}"`);
  return read(`<section id="${id}"${rest.slice(0, rest.indexOf("</section>"))}</section>`).text.replace(/\s+/g, " ");
}

const backtest = customersInput().backtest as NonNullable<CustomersPageInput["backtest"]>;
const NOTHING = { cancelled: 0, refunded: 0, unpaid: 0, duplicate: 0, noCustomer: 0, noLabel: 0, noQuantity: 0 };

describe("customersHtml", () => {
  const page = pageOf({ uplift: CAMPAIGN });

  it("has its sections in the order of a reader, and links that lead to them", () => {
    const ids = ["tastes", "spread", "segments", "audiences", "backtest", "uplift", "reading", "left-out", "facts"];
    expect(idsOf(page)).toEqual(ids);
    expect([...page.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id)).toEqual(ids);
    expect(pageOf()).toBe(pageOf());
  });

  it("says plainly that affinity and index are not uplift, and how to know", () => {
    for (const some of [page, pageOf({ audiences: [], backtest: null })]) {
      expect(sectionOf(some, "reading")).toContain("Affinity and index are not uplift.");
      expect(sectionOf(some, "reading")).toContain("compare with fashion-wasm profile measure");
    }
    expect(sectionOf(page, "audiences")).toContain("not whom a message moves");
    const terms = [...page.matchAll(/<dt>([^<]+)<\/dt>/g)].map(([, term]) => term);
    expect(terms).toEqual(expect.arrayContaining(["Affinity", "Index", "Support", "Reach and lift", "Uplift"]));
  });

  it("orders classes by their share, with customers whose first choice they are", () => {
    const text = sectionOf(page, "tastes");
    expect(text).toMatch(/T-shirt\/top\s?21\.4 %.*?2,670\s?1,094\s?Dress\s?17\.3 %/);
    expect(text.indexOf("Dress")).toBeLessThan(text.indexOf("Trouser"));
    expect(page).toContain(
      'aria-label="Dress: median 14.2\u00A0%, 8 of 10 customers 7 – 37\u00A0%, highest 94.0\u00A0%, average customer 17.3\u00A0%"',
    );
  });

  it("gives every audience its numbers, and says where an effect cannot be measured", () => {
    const text = sectionOf(page, "audiences");
    expect(text).toMatch(/Dress\s?1,248\s?10\.0 %\s?31\.2 %\s?3\.1×\s?2\.9×\s?2\.6 – 3\.2/);
    // Of several classes the back-test says nothing, and what is expected does not stand in its place.
    expect(text).toMatch(/Coats for winter\s?980\s?7\.9 %\s?19\.0 %\s?2\.4×\s?–\s?SKU 4711/);
    const untested = pageOf({ audiences: [audienceOf("Dress", { lift: null, lower: null, upper: null })] });
    expect(sectionOf(untested, "audiences")).not.toContain("Back-test");
    expect(text).toMatch(/To address\s?1,123\s?Held out\s?125 at random \(10 %\)/);
    expect(text).toMatch(/Coat and not Sandal, at least 25 %.*Held out\s?nobody: the effect cannot be measured/);
    expect(text).toMatch(/Left out\s?214 said no to marketing and 31 in the file to exclude/);
    expect(textOf()).toContain("3 with customers held out, to measure the effect");
  });

  it("says what was left out, and warns when many lines have no label", () => {
    const text = sectionOf(page, "left-out");
    expect(text).toContain("Of 72,268 lines of orders 61,204 lines count.");
    expect(text).toMatch(/Refunded or sent back\s?5,310\s?7\.3 %/);
    expect(text).toMatch(/Left out\s?11,064\s?15\.3 %\s?Counted\s?61,204\s?84\.7 %/);
    expect(text).not.toMatch(/No quantity|have no label/);
    expect(text).toContain("7 rows more could not be read.");
    const blind = pageOf({ shop: shopOf({ lines: 60, leftOut: { ...NOTHING, noLabel: 40 } }) });
    expect(sectionOf(blind, "left-out")).toContain("40 % of the lines have no label");
  });
});

describe("the back-test", () => {
  const [ours, ...others] = backtest.methods;
  const withLift = (lift: number, lower: number, upper: number) =>
    sectionOf(
      pageOf({
        backtest: {
          ...backtest,
          methods: [{ ...(ours as (typeof backtest.methods)[0]), lift, lower, upper }, ...others],
        },
      }),
      "backtest",
    );

  it("has the verdict before all numbers, and stands by them", () => {
    const text = sectionOf(pageOf(), "backtest");
    expect(text).toContain("computed as of 1 Sep 2026");
    expect(text.indexOf(backtest.verdict.slice(0, 40))).toBeLessThan(text.indexOf("Method"));
    expect(text).toContain("Lift 3.2× by expected purchases, 2.6× by the best of the others, most active.");
    expect(text).toContain("The intervals do not overlap.");
  });

  it("says so when a simple rule is as good, whatever the verdict says", () => {
    expect(withLift(2.9, 2.7, 3.1)).toContain("The intervals overlap: the advantage may be chance.");
    for (const lift of [2.62, 2.4]) {
      const text = withLift(lift, lift - 0.1, lift + 0.1);
      expect(text).toContain("The simple rule is at least as good: here the predictions add nothing to it.");
      expect(text).not.toMatch(/may be chance|do not overlap/);
    }
    const isDoubtful = (page: string) => /<div class="finding doubt"><p><bdi>Yes/.test(page);
    expect(isDoubtful(pageOf())).toBe(false);
    expect(isDoubtful(pageOf({ backtest: { ...backtest, methods: [] } }))).toBe(true);
  });

  it("compares the sums of what was expected and what came", () => {
    const calibration = [
      { expected: 0.1, observed: 0.05, customers: 1000 },
      { expected: 1, observed: 0.9, customers: 500 },
    ];
    const text = sectionOf(pageOf({ backtest: { ...backtest, calibration } }), "backtest");
    expect(text).toContain("600 purchases were expected, 500 came, 17 % fewer.");
    const none = sectionOf(pageOf({ backtest: { ...backtest, calibration: [] } }), "backtest");
    expect(none).not.toContain("were expected");
  });

  it("is missed aloud", () => {
    const text = textOf({ backtest: null });
    expect(text).toContain("Not tested. How far the predictions on this page can be trusted is unknown.");
    expect(text).toContain("not tested on earlier orders");
  });
});

describe("the campaign", () => {
  it("is blue only when its interval excludes 0 and nothing speaks against it", () => {
    const isDoubtful = (changes: Partial<typeof CAMPAIGN>) =>
      pageOf({ uplift: { ...CAMPAIGN, ...changes, verdict: "Verdict" } }).includes('doubt"><p><bdi>Verdict');
    expect(isDoubtful({})).toBe(false);
    expect(isDoubtful({ lower: -0.001 })).toBe(true);
    expect(isDoubtful({ lower: null, upper: null })).toBe(true);
    expect(isDoubtful({ warnings: ["The groups do not look randomly dealt."] })).toBe(true);
    expect(isDoubtful({ uplift: -0.02, lower: -0.04, upper: -0.01 })).toBe(false);
  });

  it("has points for shares, amounts for amounts, and no curve without scores", () => {
    const text = sectionOf(pageOf({ uplift: CAMPAIGN }), "uplift");
    expect(text).toMatch(/Uplift, points\s?\+2\.1\s?0\.4 – 3\.7/);
    expect(text).toContain("Qini coefficient 0.071. Uplift among the first 30 % by score: +4.3.");
    const spent = { ...CAMPAIGN, outcomeKind: "amount" as const, uplift: 1.234, lower: 0.5, upper: 2 };
    const amounts = pageOf({ uplift: { ...spent, curve: [], qini: null, upliftAtK: null } });
    expect(sectionOf(amounts, "uplift")).toMatch(/Uplift\s?\+1\.23\s?0\.5 – 2/);
    expect(sectionOf(amounts, "uplift")).not.toMatch(/Qini|points|curve/);
  });
});

describe("what is missing or extreme", () => {
  it("is one customer with one order, in two classes, of no currency", () => {
    const one = pageOf({
      shop: shopOf({
        customers: 1,
        orders: 1,
        lines: 1,
        items: 1,
        firstOrder: "2026-11-30",
        lastOrder: "2026-11-30",
        currency: null,
        halfLife: 1,
        badRows: 1,
        files: [],
        notes: [],
        leftOut: NOTHING,
      }),
      classNames: ["Dress", "Coat"],
      tastes: [{ ...tasteOf(0.7, 1), customersTop: 1 }, tasteOf(0.3, 1)],
      strength: 1,
      segments: [{ name: "Others", customers: 1, orders: 1, spend: 1, recencyDays: 1, topClass: null }],
      rfm: [],
      audiences: [
        audienceOf("Dress", {
          size: 1,
          target: 1,
          control: 0,
          expectedPurchases: 1,
          horizonDays: 1,
          lift: null,
          lower: null,
          upper: null,
        }),
      ],
      backtest: { ...backtest, days: 1, customers: 1, purchases: 1, methods: [], perClass: [], calibration: [] },
    });
    const { text, tags } = read(one);
    const all = [text, ...tags.flatMap(({ attributes }) => [...attributes.values()])].join(" ").replace(/\s+/g, " ");
    expect(all).not.toMatch(/(?<![\d,.])1 (customers|pieces|orders|lines|rows|days|purchases|classes|groups)/);
    expect(all).not.toMatch(/NaN|Infinity|∞|undefined|null/);
    expect(all).toContain("1 customer bought 1 piece in 1 order on 30 Nov 2026.");
    expect(all).toContain("The files name no currency: spend is in their unit.");
    expect(all).toContain("No line was left out.");
    expect(all).toContain("1 purchase within 1 day");
    expect(idsOf(one)).not.toContain("spread");
  });

  it("is nothing at all", () => {
    const nothing = pageOf({
      shop: shopOf({
        customers: 0,
        orders: 0,
        lines: 0,
        items: 0,
        firstOrder: null,
        lastOrder: null,
        files: [],
        leftOut: NOTHING,
      }),
      tastes: [],
      segments: [],
      rfm: [],
      audiences: [],
      backtest: null,
    });
    expect(idsOf(nothing)).toEqual(["tastes", "audiences", "backtest", "reading", "left-out", "facts"]);
    expect(read(nothing).text).not.toMatch(/NaN|∞|undefined/);
    expect(textOf({ audiences: [] })).toContain("None was made: fashion-wasm audience makes them.");
  });

  it("is a hundred classes and audiences with endless names", () => {
    const classNames = Array.from({ length: 100 }, (_, i) => `${i} ${"&".repeat(2000)}`);
    const audiences = classNames.map((name) => audienceOf(name, { what: name, files: [name, name] }));
    const page = pageOf({
      classNames,
      audiences,
      uplift: { ...CAMPAIGN, verdict: "x".repeat(1e5), warnings: ["y".repeat(1e5)] },
    });
    expect(page.length).toBeLessThan(700_000);
    const text = read(page).text;
    expect(text).toContain("75 more classes");
    expect(text).toContain("88 more audiences");
    expect(page.match(/<li class="card">/g)).toHaveLength(100);
    expect(page.match(/class="core"/g)).toHaveLength(100);
  });

  it("is a spend of some segments, and a name of a segment that only objects have", () => {
    const some = { customers: 1, orders: 1, recencyDays: 1, topClass: null };
    const segments = [
      { ...some, name: "constructor", spend: null },
      { ...some, name: "Champions", spend: 12.6 },
    ];
    const text = sectionOf(pageOf({ segments }), "segments");
    expect(text).toMatch(/constructor\s?1.*–.*–.*Champions\s?just now, often, for much/);
    expect(text).toMatch(/Spend, EUR/);
    expect(sectionOf(pageOf({ segments: segments.slice(0, 1) }), "segments")).not.toContain("Spend");
  });
});

describe("addresses", () => {
  const ADDRESSES = [
    "anna.muster@example.com",
    "anna%40example.com",
    "anna@localhost",
    "Anna＠example.com",
    "+49 171 2345678",
    "+1 (555) 010-9999",
    "0049 171 2345678",
  ];

  it("stand nowhere, whatever text they come in", () => {
    for (const address of ADDRESSES) {
      const base = customersInput({ uplift: CAMPAIGN });
      const word = `for ${address}, and others`;
      const everywhere = JSON.parse(JSON.stringify(base), (_, value) => (typeof value === "string" ? word : value));
      const page = customersHtml(everywhere, { facts: [[word, word]] });
      const { text, tags } = read(page);
      const all = [text, ...tags.flatMap(({ attributes }) => [...attributes.values()])].join("\n");
      for (const part of [address, "example.com", "2345678", "localhost", "010-9999"]) expect(all).not.toContain(part);
      expect(text).toContain("for [address left out], and others");
    }
  });

  it("are in no name of a file, which stands without its folders", () => {
    const names = [
      "/home/anna/shop/orders.csv",
      "C:\\Users\\anna\\orders 2.csv",
      "out/anna@example.com.csv",
      "https://u:p@h.example/x/y.csv",
    ];
    const files = names.map((name) => ({ name, layout: "shopify", rows: 1, lines: 1 }));
    const page = pageOf({ shop: shopOf({ files }), audiences: [audienceOf("Dress", { files: names })] });
    expect(page).not.toMatch(/anna|u:p@/i);
    for (const id of ["audiences", "left-out"]) {
      expect(sectionOf(page, id)).toMatch(/orders\.csv.*orders 2\.csv.*\[address left out\]/);
    }
  });

  it("are not seen in times, prices, item numbers and shares", () => {
    const words = ["2026-12-01T10:00:00+02:00", "EUR 1,204.50", "SKU 4711-0815", "at +12.5 %", "tops @ home", "+20 °C"];
    const text = read(pageOf({ shop: shopOf({ notes: words }) })).text;
    for (const word of words) expect(text).toContain(word);
    expect(text).not.toContain("address left out");
  });
});
