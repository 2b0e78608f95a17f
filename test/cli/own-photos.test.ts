/** Photos of one's own, in classes of one's own: trained from a folder or a table, tested, predicted, with their names. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { calibratePhotos, encodePng, loadFashionMnist, photoClassifier, photoDataset } from "fashion-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { photoOf } from "./photos.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";
import { rowsOf } from "./tables.js";

const { train: images } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
/** Of Fashion-MNIST, by their own names here. */
const CLASSES = { Trouser: "Hosen", "Ankle boot": "Boots & Co." } as const;
const NAMES = ["Boots & Co.", "Hosen"];
const EACH = 14;
const rows: string[] = [];

beforeAll(async () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < images.length; i++) {
    const own = CLASSES[images.className(i) as keyof typeof CLASSES];
    const count = counts.get(own) ?? 0;
    if (own === undefined || count === EACH) continue;
    counts.set(own, count + 1);
    mkdirSync(join(cwd, "shop", own), { recursive: true });
    const file = join("shop", own, `${count}.png`);
    writeFileSync(join(cwd, file), await photoOf(images, i, 2 + (i % 3)));
    rows.push(`${file},"${own}"`);
  }
  writeFileSync(join(cwd, "shop.csv"), `image,label\n${rows.join("\n")}\n`);
});

const cli = (...args: string[]) => runCli(args, { cwd });

describe("photoDataset", () => {
  it("prepares the photos of a folder, with their classes and names", async () => {
    let told = 0;
    const photos = await photoDataset({ folder: join(cwd, "shop"), onPhoto: (done) => (told = done) });
    expect(photos.shape).toEqual([2 * EACH, 28, 28, 1]);
    expect(photos.classNames).toEqual(NAMES);
    expect(photos.classCounts()).toEqual([EACH, EACH]);
    expect(photos.fileNames?.[0]).toBe("Boots & Co./0.png");
    expect(told).toBe(2 * EACH);
    const paths = NAMES.map((name) => join(cwd, "shop", name, "0.png"));
    const two = await photoDataset({ images: paths, labels: [0, 1], classNames: NAMES });
    expect(two.image(0)).toEqual(photos.image(0));
    expect(two.image(1)).toEqual(photos.image(EACH));
  });

  it("leaves out photos without a garment, with a warning, and names what it refuses", async () => {
    const blank = join(cwd, "blank.png");
    const all = { images: [join(cwd, "shop/Hosen/0.png"), blank], labels: [1, 0], classNames: NAMES };
    writeFileSync(blank, await encodePng(new Uint8Array(80 * 80).fill(250), [80, 80, 1]));
    const photos = await photoDataset(all);
    expect([photos.length, photos.labels[0]]).toEqual([1, 1]);
    await expect(photoDataset({ ...all, images: [blank, blank] })).rejects.toThrow(
      /no garment is found in 2 of 2 photos/,
    );
    await expect(photoDataset({ ...all, labels: [1] })).rejects.toThrow(/2 images, 1 labels/);
    await expect(photoDataset({})).rejects.toThrow(/either a folder or images/);
    await expect(photoDataset({ folder: join(cwd, "nowhere") })).rejects.toThrow(/^photoDataset: /);
  });
});

describe("calibratePhotos", () => {
  it("refuses a model without an output for what is no garment", async () => {
    const photos = await photoDataset({ folder: join(cwd, "shop") });
    const model = { outputShape: [2], predict: async () => new Float32Array(2) };
    const refused = expect(calibratePhotos(model, photos)).rejects;
    await refused.toThrow(/outputs \[2\], the images 2 classes → give a model with one output more than classes/);
    await expect(calibratePhotos({ ...model, outputShape: [3] }, photos, { right: 2 })).rejects.toThrow(/"right"/);
  });
});

describe("train on photos", () => {
  it("makes a model that eval, predict and the API know by the names of its classes", async () => {
    const trained = await cli("train", "--data", "shop", "--out", "run", "--epochs", "2", "--json");
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stderr).toMatch(/taken for photos, which are prepared to 28×28: .*0\.png is \d+×\d+/);
    const facts = jsonOf(trained);
    expect(facts).toMatchObject({ preparation: "photo", trainImages: 18, validationImages: 4, testImages: 6 });
    expect((facts.testClasses as { name: string }[]).map(({ name }) => name)).toEqual(NAMES);
    expect(facts.testAccuracy).toBeGreaterThan(0.8);
    expect(readFileSync(join(cwd, "run/report.html"), "utf8").includes("Hosen")).toBe(true);

    const tested = jsonOf(await cli("eval", "run", "--json"));
    expect(tested.accuracy).toBe(facts.testAccuracy);

    const predicted = await cli("predict", "shop.csv", "--model", "run", "--keep", "label");
    expect(predicted.code, predicted.stderr).toBe(0);
    const got = rowsOf(predicted.stdout);
    expect(Object.keys(got[0] ?? {})).not.toContain("google_product_category");
    const right = got.filter((row) => row.label === row.predicted_label).length;
    expect(right / got.length).toBeGreaterThan(0.8);

    const classifier = await photoClassifier({ model: join(cwd, "run/model.safetensors"), threads: 1 });
    expect(classifier.classNames).toEqual(NAMES);
    await classifier.dispose();
  });

  it("takes schedules, early stopping and class weights, and a file of them", async () => {
    const options =
      "--schedule cosine --early-stopping 2 --class-weights Hosen=2,2=0.5 --epochs 1 --validation-split 0".split(" ");
    const printed = await cli("train", "--data", "shop", ...options, "--print");
    writeFileSync(join(cwd, "photos.json"), printed.stdout);
    const facts = jsonOf(await cli("train", "--data", "shop", ...options, "--json"));
    // The held-out photos are there whatever the split says; class 2 is what is no garment.
    expect(facts).toMatchObject({
      classWeights: { 1: 2, 2: 0.5 },
      earlyStopping: { bestEpoch: 1 },
      validationImages: 4,
    });
    const steps = Math.ceil((facts.examples as number) / 128);
    expect(facts.optimizer).toMatchObject({ learningRate: { type: "cosineDecay", decaySteps: steps } });
    const again = jsonOf(await cli("train", "--config", "photos.json", "--json"));
    expect(again.weightsSha256).toBe(facts.weightsSha256);
  });

  it("takes a table of photos, and refuses what it cannot mean", async () => {
    const trained = await cli("train", "--data", "shop.csv", "--out", "run2", "--epochs", "1", "--json");
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.stderr).toContain("photos by the column image, classes by label");
    expect(jsonOf(trained)).toMatchObject({ trainImages: 18, preparation: "photo" });
    const seed = await cli("train", "--data", "shop", "--recipe", "seed");
    expect(seed).toMatchObject({ code: 2 });
    expect(seed.stderr).toMatch(/ends in sigmoid.* → take --recipe quick/);
    const sample = await cli("train", "--data", "sample", "--preparation", "photo");
    expect(sample.stderr).toMatch(/holds pixels, not photos → leave it out/);
    const column = await cli("train", "--data", "shop.csv", "--label-column", "kind");
    expect(column.stderr).toMatch(/--label-column kind: the table has no such column → it has image, label/);
    writeFileSync(join(cwd, "web.csv"), "image,label\nhttps://example.org/a.png,Hat\n");
    expect((await cli("train", "--data", "web.csv")).stderr).toMatch(/line 2: the photo is a URL → download/);
    writeFileSync(join(cwd, "two.csv"), "file,url,label\na.png,b.png,Hat\n");
    expect((await cli("train", "--data", "two.csv")).stderr).toMatch(/photos may be in file or url → --image-column/);
    const lone = rows.filter((row) => row.includes("Hosen")).join("\n");
    writeFileSync(join(cwd, "lone.csv"), `image,label\n${lone}\n${rows[0]?.split(",")[0]},no garment\n`);
    const few = await cli("train", "--data", "lone.csv");
    expect(few.stderr).toContain('1 row of "no garment" is left out');
    expect(few.stderr).toContain("are of one class");
    writeFileSync(join(cwd, "none.csv"), "image,label\na.png,\n,Hat\n");
    expect((await cli("train", "--data", "none.csv")).stderr).toMatch(/no row has a photo and a class in label/);
  });
});
