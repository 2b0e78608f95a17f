/** `fashion-wasm predict` from end to end: which files it takes, what it says of them, and that one that fails stops no other. */
import { symlinkSync } from "node:fs";
import { join, sep } from "node:path";
import { fashionMnistClassNames, loadFashionMnist, photoClassifier } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePhotos } from "./photos.js";
import { type Ended, emptyFolder, jsonOf, runCli } from "./run-cli.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const classifier = await photoClassifier({ threads: 1 });
afterAll(() => classifier.dispose());

const cwd = emptyFolder();
beforeAll(() =>
  writePhotos(cwd, images, {
    "shop/a.png": 0,
    "shop/b, c.png": 1,
    "shop/10.png": 2,
    "shop/9.png": 3,
    "shop/ready.png": { image: 4 },
    "shop/without-ending": 5,
    "shop/broken.png": "\x89PNG\r\n\x1a\nnothing",
    "shop/notes.txt": "no photo",
    "shop/phone.heic": "ftypheic",
    "shop/.hidden.png": 6,
    "shop/more/d.png": 7,
    "shop/more/deeper/e.png": 8,
    "shop/@eaDir/f.png": 9,
    "alone.png": 10,
    "rows/1.png": 0,
    "rows/2.png": 1,
    "nothing/notes.txt": "no photo",
  }),
);

const predict = (args: readonly string[]) => runCli(["predict", ...args], { cwd });
type Result = { file: string; label: string; probability: number; error: string | null } & Record<string, unknown>;
const resultsOf = (ended: Ended) => jsonOf(ended).results as Result[];
const filesOf = (ended: Ended) => resultsOf(ended).map(({ file }) => file);
const inShop = (...names: string[]) => names.map((name) => ["shop", ...name.split("/")].join(sep));

describe("predict of a folder", () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await predict(["shop", "--json"]);
  });

  it("takes photos by their content, sorted by name, without hidden files and folders inside", () => {
    expect(filesOf(ended)).toEqual(
      inShop("10.png", "9.png", "a.png", "b, c.png", "broken.png", "ready.png", "without-ending"),
    );
    expect(ended.stderr).toContain("1 image (shop");
    expect(ended.stderr).toMatch(/left out: .*phone\.heic.*another format.*; .*notes\.txt\) that is no image; /);
    expect(ended.stderr).toMatch(/1 folder \(shop.more\) inside, which --recursive looks into/);
    expect(jsonOf(ended)).toMatchObject({ photos: 7, failed: 1, otherFiles: 2, namedTwice: 0, files: [] });
  });

  it("answers as the API does, with four decimals", async () => {
    for (const { file, label, probability, topK, review, reason, preparation, error } of resultsOf(ended)) {
      if (file === inShop("broken.png")[0]) continue;
      const answer = await classifier.classify(join(cwd, file), { topK: 3 });
      const rounded = (value: number) => Number(value.toFixed(4));
      expect({ file, label, probability, review, reason, preparation, error }).toEqual({
        file,
        label: answer.label,
        probability: rounded(answer.probability),
        review: answer.review,
        reason: answer.reason,
        preparation: answer.prepared.preparation,
        error: null,
      });
      expect(topK).toEqual(answer.topK.map((each) => ({ label: each.label, probability: rounded(each.probability) })));
    }
    const ready = resultsOf(ended).find(({ file }) => file.endsWith("ready.png"));
    expect(ready).toMatchObject({ preparation: "none", background: null, objects: null });
  });

  it("gives a photo that fails a row with its error, goes on, and exits 1", () => {
    expect(ended.code).toBe(1);
    const [broken = ""] = inShop("broken.png");
    expect(resultsOf(ended).find(({ file }) => file === broken)).toMatchObject({
      label: null,
      probability: null,
      topK: [],
      error: expect.stringMatching(/^(?!.*shop).*[a-z]/),
    });
    const { error } = jsonOf(ended) as { error: { code: string; message: string } };
    expect(error.code).toMatch(/^IMAGE_/);
    expect(error.message).toContain(`1 of 7 photos failed: ${broken}: `);
  });

  it("looks into folders with --recursive, and into no foreign ones", async () => {
    const found = filesOf(await predict(["shop", "--recursive", "--json"]));
    expect(found.filter((file) => file.includes(`${sep}more${sep}`))).toEqual(
      inShop("more/d.png", "more/deeper/e.png"),
    );
    expect(found).toHaveLength(9);
  });

  it.skipIf(process.platform === "win32")("follows links, and goes round in no circle of them", async () => {
    symlinkSync(cwd, join(cwd, "rows", "circle"));
    symlinkSync(join(cwd, "alone.png"), join(cwd, "rows", "3.png"));
    const found = filesOf(await predict(["rows", "--recursive", "--json"]));
    expect(found.slice(0, 3)).toEqual(["1.png", "2.png", "3.png"].map((name) => join("rows", name)));
    expect(found.filter((file) => file.endsWith("alone.png"))).toHaveLength(1);
  });
});

describe("predict of files and folders", () => {
  it("keeps the order and the names that were given, and tells a photo once", async () => {
    const ended = await predict(["alone.png", "shop/9.png", "./shop", join(cwd, "alone.png"), "shop/9.png", "--json"]);
    const found = filesOf(ended);
    expect(found.slice(0, 3)).toEqual(["alone.png", "shop/9.png", `./shop${sep}10.png`]);
    expect(new Set(found.map((file) => join(file))).size).toBe(found.length);
    expect(jsonOf(ended)).toMatchObject({ namedTwice: 3 });
    expect(ended.stderr).toContain("3 photos are named twice, and told once");
  });

  it("gives a named file that is no image, or not there, a row with the reason", async () => {
    const ended = await predict(["shop/notes.txt", "shop", "shop/nothing.png", "alone.png", "--json"]);
    const results = resultsOf(ended);
    expect(results[0]).toMatchObject({ file: "shop/notes.txt", error: expect.stringContaining("expected a PNG") });
    expect(results.at(-2)).toMatchObject({ error: expect.stringContaining("there is no such file") });
    expect(results.at(-1)).toMatchObject({ file: "alone.png", error: null });
    expect(ended.stderr).not.toMatch(/left out: .*notes\.txt/);
    expect(ended.code).toBe(1);
  });

  it.each([
    [
      "https://shop.example/coat.jpg",
      /^fashion-wasm: https:\/\/shop\.example\/coat\.jpg is a URL, .* → download the photos/m,
    ],
    ["https://me:secret@shop.example/x", /^(?!.*secret).*is a URL/m],
    ["data:image/png;base64,AAAA", /is a URL/],
    ["file:///shop/coat.jpg", /is a URL, .* → name its path/],
  ])("refuses the URL %s", async (url, message) => {
    const ended = await predict(["alone.png", url]);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
    expect(ended.stdout).toBe("");
  });

  it("fails where there is no photo at all, and says what was there", async () => {
    const ended = await predict(["nothing", "--json"]);
    expect(ended.code).toBe(1);
    expect(jsonOf(ended)).toEqual({
      error: {
        code: "DATA_NOT_FOUND",
        message: expect.stringMatching(/^nothing: no photo, only 1 file \(nothing.notes\.txt\) that is no image → /),
      },
    });
  });

  it("takes another model for photos, and as many classes as are asked for", async () => {
    const model = join(process.cwd(), "data", "photos", "photos.safetensors");
    const ended = await predict(["alone.png", "--model", model, "--top-k", "10", "--json"]);
    expect(ended.code).toBe(0);
    expect(jsonOf(ended).model).toBe(model);
    const [result] = resultsOf(ended) as unknown as [{ topK: { label: string }[] }];
    const none = join(process.cwd(), "data", "pretrained", "fashion-mnist.safetensors");
    const refused = await predict(["alone.png", "--model", none]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/model .* is none for photos/)]);
    expect(result.topK.map(({ label }) => label).sort()).toEqual([...fashionMnistClassNames].sort());
    const tooMany = await predict(["alone.png", "--top-k", "11"]);
    expect([tooMany.code, tooMany.stderr]).toEqual([
      2,
      expect.stringContaining("--top-k 11: the model has 10 classes"),
    ]);
    const missing = await predict(["alone.png", "--model", "runs/nothing"]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining("there is nothing at runs/nothing")]);
  });

  it("prepares every photo, or none, if it is told so", async () => {
    const ways = async (way: string) =>
      resultsOf(await predict(["shop/a.png", "shop/ready.png", "--json", "--preparation", way])).map(
        ({ preparation }) => preparation,
      );
    expect(await ways("auto")).toEqual(["photo", "none"]);
    expect(await ways("photo")).toEqual(["photo", "photo"]);
  });
});
