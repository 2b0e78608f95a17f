/** Words from outside stay words: no class, layer, fact or title becomes markup, and nothing is ever loaded. */
import { customersHtml, exploreHtml, photosHtml, reportHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { audienceOf, CAMPAIGN, customersInput, shopOf } from "./customers-example.js";
import { exploreInput, images, names, photosInput, reportInput } from "./example.js";
import { read } from "./markup.js";

const HOSTILE = [
  "<img onerror=alert(1) src=x>",
  `" onload="alert(1)`,
  "' onclick='alert(1)' x='",
  "</title></style></svg><script>alert(1)</script>",
  "&lt;b&gt; & &amp;",
  "{{x}} `x` --> ]]>",
  "\u0000\u001b[31m\uD800 \u202Eabc",
  "Mantel äöü 👕",
  "\u2069\u202Edef", // would end the isolation it stands in, and then turn round
];

/** Control characters, halves of pairs, isolates of direction. */
const FORBIDDEN = /[^\P{Cc}\n]|\p{Cs}|[\u2066-\u2069]/gu;

const ELEMENTS = new Set(
  `!doctype html head meta title style body main header p h1 h2 h3 strong b small bdi br dl div dt dd nav ul li a section figure
  figcaption svg g path circle rect text tspan table thead tbody tfoot tr th td span details summary img footer`.split(
    /\s+/,
  ),
);
const ATTRIBUTES = new Set(
  `html lang charset http-equiv content name class id href aria-label aria-labelledby aria-hidden role tabindex style title src
  width height alt viewBox d x y cx cy r transform scope`.split(/\s+/),
);

const test = images(HOSTILE);
const pages = {
  "the report": reportHtml(
    reportInput({
      title: HOSTILE.join(""),
      facts: HOSTILE.map((word) => [word, word] as const),
      test,
      kernels: [{ layer: HOSTILE[0] as string, shape: [1, 1, 1, 1], values: Float32Array.of(1) }],
      featureMaps: {
        image: 1,
        maps: HOSTILE.map((layer) => ({ layer, shape: [1, 1, 1], values: Float32Array.of(1) }) as const),
      },
    }),
  ),
  "the report of 40 classes": reportHtml(reportInput({ test: images([...HOSTILE, ...names(31)], 400) })),
  "the data page": exploreHtml(exploreInput({ title: HOSTILE.join(""), data: test, sample: 0 })),
  "the sheet of photos": photosHtml(
    photosInput({
      title: HOSTILE.join(""),
      facts: HOSTILE.map((word) => [word, word] as const),
      classNames: HOSTILE,
      files: [...HOSTILE, ...HOSTILE],
      errors: HOSTILE,
    }),
  ),
  "the page of customers": customersHtml(
    customersInput({
      shop: shopOf({
        title: HOSTILE.join(""),
        currency: HOSTILE[7] as string,
        firstOrder: HOSTILE[0] as string,
        files: HOSTILE.map((name) => ({ name, layout: name, rows: 1, lines: 1 })),
        notes: HOSTILE,
      }),
      classNames: HOSTILE,
      segments: HOSTILE.map((name) => ({ name, customers: 1, orders: 1, spend: 1, recencyDays: 1, topClass: name })),
      audiences: HOSTILE.map((name) => audienceOf(name, { what: name, files: [name] })),
      backtest: {
        cutoff: HOSTILE[0] as string,
        days: 90,
        customers: 9,
        purchases: 9,
        k: 0.1,
        methods: HOSTILE.map((name, i) => ({ name, lift: i, lower: i, upper: i })),
        perClass: HOSTILE.map((name, i) => ({ name, lift: i, lower: i, upper: i, purchases: 1 })),
        calibration: [],
        verdict: HOSTILE[8] as string,
      },
      uplift: { ...CAMPAIGN, verdict: HOSTILE[8] as string, warnings: HOSTILE },
    }),
    { facts: HOSTILE.map((word) => [word, word] as const) },
  ),
};

describe.each(Object.entries(pages))("%s", (_, page) => {
  it("has only elements and attributes of ours, whatever things are called", () => {
    const { tags } = read(page);
    expect([...new Set(tags.map(({ name }) => name))].filter((name) => !ELEMENTS.has(name))).toEqual([]);
    const attributes = new Set(tags.flatMap((tag) => [...tag.attributes.keys()]));
    expect([...attributes].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
  });

  it("shows every name as it is, but for characters that no page may hold", () => {
    const { text } = read(page);
    for (const word of HOSTILE) expect(text).toContain(word.replace(FORBIDDEN, "\uFFFD"));
    expect(page).not.toMatch(FORBIDDEN);
  });

  it("lets no name turn round what stands beside it", () => {
    const { tags, pieces } = read(page);
    const turning = pieces.filter(({ text }) => text.includes("\u202E"));
    expect(turning.length).toBeGreaterThan(2);
    const words = [...HOSTILE, HOSTILE.join("")].map((word) => word.replace(FORBIDDEN, "\uFFFD"));
    for (const { text, path } of turning) {
      expect(words).toContain(text); // alone between its tags
      expect(["bdi", "th", "td", "dt", "dd"]).toContain(path.findLast((name) => name !== "span"));
    }
    for (const { attributes } of tags) expect([...attributes.values()].join("")).not.toMatch(/[\u202A-\u202E]/);
  });

  it("loads nothing and runs nothing", () => {
    const { tags } = read(page);
    const policy = tags.find(({ attributes }) => attributes.get("http-equiv") === "Content-Security-Policy");
    expect(policy?.attributes.get("content")).toBe("default-src 'none'; img-src data:; style-src 'unsafe-inline'");
    for (const { attributes } of tags) {
      expect(attributes.get("src") ?? "data:image/png;base64,").toMatch(/^data:image\/png;base64,[\w+/]*=*$/);
      expect(attributes.get("href") ?? "#a").toMatch(/^#[a-z\d-]+$/);
      expect(attributes.get("style") ?? "").toMatch(/^(--[a-z]+:[\d.]+|width:[\d.]+%)?$/);
    }
    expect(page).not.toMatch(/https?:|url\(|@import/);
  });
});
