/** The contact sheet: every photo once, those to review first, and nothing left out without a word. */
import { type PhotosInput, photosHtml } from "fashion-wasm/report";
import { describe, expect, it } from "vitest";
import { answerOf, names, photosInput, REASONS } from "./example.js";
import { read } from "./markup.js";

const idsOf = (page: string) =>
  read(page)
    .tags.filter(({ name }) => name === "section")
    .map(({ attributes }) => attributes.get("id"));

/** The text of one section. */
function sectionOf(page: string, id: string): string {
  const [, rest = ""] = page.split(`<section id="${id}"`);
  return read(`<section id="${id}"${rest.slice(0, rest.indexOf("</section>"))}</section>`).text;
}

describe("photosHtml", () => {
  const page = photosHtml(photosInput({ errors: ["is damaged"] }));

  it("has those to review first, then class by class, then those that failed", () => {
    // 2, 5 and 8 of 0 … 9 are to review; classes go round.
    expect(idsOf(page)).toEqual(["review", "class-0", "class-1", "class-2", "class-3", "failed", "facts"]);
    const filesIn = (id: string) => sectionOf(page, id).match(/(shop|broken)\/\d+\.jpg/g);
    expect(filesIn("review")).toEqual(["shop/2.jpg", "shop/5.jpg", "shop/8.jpg"]);
    expect(filesIn("class-1")).toEqual(["shop/1.jpg", "shop/9.jpg"]);
    expect(sectionOf(page, "class-1")).toContain("2 photos not flagged. 1 more is to review.");
    expect(sectionOf(page, "failed")).toMatch(/broken\/0\.jpg.*is damaged/s);
  });

  it("shows each photo once: label, probability, the others, its pictures with words for them", () => {
    expect(page.match(/<li class="photo/g)).toHaveLength(10);
    const [card = ""] = sectionOf(page, "class-0").match(/shop\/4\.jpg.*?(?=shop\/|$)/s) ?? [];
    expect(card.replace(/\s+/g, " ")).toContain("class 0 90.0 % class 1 5.0 %class 2 2.5 %");
    const alts = read(page)
      .tags.filter(({ name }) => name === "img")
      .map(({ attributes }) => attributes.get("alt") ?? "");
    // 3 and 7 went through as they are and have one picture.
    expect(alts).toHaveLength(8 * 3 + 2);
    expect(alts.filter((alt) => alt.includes("shop/4.jpg"))).toEqual([
      "Photo shop/4.jpg",
      "shop/4.jpg as the model sees it",
      "What was taken for the garment in shop/4.jpg",
    ]);
  });

  it("says why a photo is to review and what to do, for every reason", () => {
    for (const reason of REASONS) {
      const answer = { ...answerOf(0, names(4)), review: true, reason, reasons: [reason] };
      const one = photosHtml(photosInput({ photos: [{ file: "a.jpg", answer }] }));
      const words = one.match(/<p class="badge">(.*?)<\/p>/)?.[1] ?? "";
      const { text } = read(one);
      expect(text.split(words)).toHaveLength(3); // on the card, and among the reasons
      expect(sectionOf(one, "review")).toMatch(/[a-z] photo for a person|^.*1 photo for a person to look at/s);
      expect(one.match(/<p class="note">/g)).toHaveLength(1);
    }
    const answer = { ...answerOf(0, names(4)), review: true, reason: "two classes close" as const };
    const { text } = read(photosHtml(photosInput({ photos: [{ file: "a.jpg", answer }] })));
    expect(text).toContain("class 0 or class 1? Decide between them.");
  });

  it("counts, and links each group with the number in it", () => {
    const { text } = read(page);
    expect(text).toContain(
      "11 photos, each with the class that the model finds most probable: 7 not flagged, 3 for a person",
    );
    expect(text).toContain("1 failed.");
    const links = [...page.matchAll(/<li><a href="#([\w-]+)">(.*?)<\/a><\/li>/g)].map(
      ([, id, name]) => `${id} ${read(name ?? "").text}`,
    );
    expect(links).toEqual([
      "all All",
      "review To review 3",
      "class-0 class 0 2",
      "class-1 class 1 2",
      "class-2 class 2 1",
      "class-3 class 3 2",
      "failed Failed 1",
      "facts How it was made",
    ]);
    const targets = new Set(read(page).tags.map(({ attributes }) => attributes.get("id")));
    for (const [, id] of page.matchAll(/href="#([\w-]+)"/g)) expect(targets).toContain(id);
  });

  it("says how many photos are not on it", () => {
    const all = { photos: 5000, failed: 0, review: 3, prepared: 4000 };
    const { text } = read(photosHtml(photosInput({ all })));
    expect(text).toContain("This page shows 10 of them, those to review first; 4,990 photos are not on it.");
    expect(text).toContain("5,000 photos");
    expect(text).toContain("1,000 went through as they are");
    expect(read(page).text).not.toContain("not on it");
  });

  it("needs no pictures of steps, no review, no answer at all", () => {
    const bare = { ...answerOf(0, names(2), 1), prepared: { ...answerOf(0, names(2)).prepared, steps: [] } };
    const input: Partial<PhotosInput> = { facts: [], photos: [{ file: "a.jpg", answer: bare }] };
    expect(idsOf(photosHtml(photosInput(input)))).toEqual(["class-0"]);
    expect(idsOf(photosHtml(photosInput({ photos: [{ file: "a.jpg", answer: null, error: "x" }] })))).toEqual([
      "failed",
      "facts",
    ]);
    expect(idsOf(photosHtml(photosInput({ photos: [] })))).toEqual(["facts"]);
  });

  it("shows photos smaller the more there are, and is the same file every time", { timeout: 60_000 }, () => {
    const size = (photos: number) => {
      const files = Array.from({ length: photos }, (_, i) => `${i}.jpg`);
      return photosHtml(photosInput({ files })).length / photos;
    };
    const [few, some, many] = [size(10), size(101), size(501)];
    expect(some).toBeLessThan(0.8 * few);
    expect(many).toBeLessThan(0.6 * some);
    expect(photosHtml(photosInput())).toBe(photosHtml(photosInput()));
  });

  it("keeps the end of a long name, which says which file it is", () => {
    const file = `${"folder/".repeat(30)}coat.jpg`;
    const { text, tags } = read(photosHtml(photosInput({ files: [file] })));
    expect(text).toMatch(/…[a-z/]{60,80}folder\/coat\.jpg/);
    expect(tags.find(({ name }) => name === "h3")?.attributes.get("title")).toBe(file);
  });
});
