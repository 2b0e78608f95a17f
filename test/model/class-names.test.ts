/**
 * Classes of data are brought to the model's by name: a subset in any order counts as it should, a doubtful name is refused.
 */
import {
  type Dataset,
  dataset,
  dense,
  evaluateClassifier,
  fashionMnistClassNames,
  loadFashionMnist,
  loadModel,
  type Model,
  pretrained,
  sequential,
} from "fashion-wasm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { compiled, garments, tiny } from "./garments.js";
import { expectRefusal } from "./refusal.js";

const NAMES = ["Bag", "Coat", "Shirt"];
const SIZE = 784;

/** Images of three classes, `names` in the order of the numbers; every class has its bar in a place of its own. */
function shop(names: readonly string[], count: number, seed: number, kept: readonly string[] = names): Dataset {
  const all = garments(count * 5, seed);
  const places: number[] = [];
  for (let i = 0; i < all.length; i++) if (kept.includes(NAMES[all.label(i)] ?? "")) places.push(i);
  const images = new Uint8Array(places.length * SIZE);
  for (const [i, place] of places.entries()) images.set(all.image(place) as Uint8Array, i * SIZE);
  const labels = places.map((place) => names.indexOf(NAMES[all.label(place)] as string));
  return dataset.fromArrays({ images, labels, imageShape: [28, 28, 1], classNames: names });
}

/** The same without names. */
function numbered({ source: { images, labels }, imageShape }: Dataset): Dataset {
  return dataset.fromArrays({ images, labels, imageShape });
}

let model: Model;
const train = shop(NAMES, 200, 3);
beforeAll(async () => {
  const layers = [...tiny().slice(0, 2), dense({ units: 3 })];
  model = await sequential(layers, { inputShape: [28, 28, 1], seed: 1, threads: 1 });
  model.compile(compiled);
  await model.fit(train, { epochs: 12, batchSize: 16 });
});
afterAll(() => model.dispose());

let warn: MockInstance<typeof console.warn>;
beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => warn.mockRestore());

const CASES: readonly (readonly [string, Dataset])[] = [
  ["the same names", shop(NAMES, 60, 9)],
  ["another order", shop(["Shirt", "Bag", "Coat"], 60, 9)],
  ["a class less", shop(["Bag", "Shirt"], 60, 9)],
  ["a class less, in another order", shop(["Shirt", "Bag"], 60, 9)],
  ["one class alone", shop(["Shirt"], 60, 9)],
  ["numbers", numbered(shop(NAMES, 60, 9))],
];

describe.each(CASES)("data with %s", (_, data) => {
  it("is counted right by evaluate, evaluateClassifier and as calibrationData", async () => {
    const { accuracy, loss } = await model.evaluate(data);
    const evaluation = await evaluateClassifier(model, data, { shifts: false, calibrationData: data });
    const outputs = await model.predictClasses(data);
    const truth = data.withClassNames(NAMES);
    const right = outputs.filter((number, i) => number === truth.label(i)).length / data.length;
    expect(right).toBeGreaterThan(0.95);
    expect([accuracy, evaluation.accuracy]).toEqual([right, right]);
    expect(evaluation.scaledCalibration?.temperature).toBeLessThan(2);
    expect(evaluation.report.classes.map(({ name }) => name)).toEqual(NAMES);
    expect(loss).toBeLessThan(0.5);
  });

  it("is counted right as validationData, and trained on right by a second fit", async () => {
    const file = await model.serialize();
    await using copy = await loadModel(file, { threads: 1 });
    const { history } = await copy.fit(train, { validationData: data });
    expect(history.valAccuracy?.[0]).toBeGreaterThan(0.95);
    const again = await copy.fit(data, { epochs: 2 });
    expect(again.history.accuracy[0]).toBeGreaterThan(0.95);
    expect(copy.classNames).toEqual(NAMES);
    expect((await copy.evaluate(train)).accuracy).toBeGreaterThan(0.9);
  });
});

describe("a doubtful name", () => {
  const WRONG: readonly (readonly [string, readonly string[], string[]])[] = [
    ["one class more", [...NAMES, "Hat"], ['"Hat" is unknown']],
    ["another case", ["Bag", "coat", "Shirt"], ['"coat" (did you mean "Coat"?) is unknown']],
    ["a number that is none of a class", ["Bag", "Coat", "7"], ['"7" is unknown']],
    ["a name and the number of one class", ["Bag", "Coat", "0"], ['"Bag" and "0" both stand for "Bag"']],
    ["numbers from 1", ["1", "2", "3"], ['"3" is unknown']],
  ];
  it.each(WRONG)("%s is refused with both lists", async (_, names, said) => {
    const images = new Uint8Array(names.length * SIZE).fill(9, 5);
    const data = dataset.fromArrays({
      images,
      labels: names.map((_, i) => i),
      imageShape: [28, 28, 1],
      classNames: names,
    });
    const both = [
      ...said,
      names
        .map((name) => `"${name}"`)
        .slice(0, 2)
        .join(", "),
      '"Bag", "Coat", "Shirt"',
    ];
    await expectRefusal(() => model.evaluate(data), "DATA_MISMATCH", ["evaluate", ...both]);
    await expectRefusal(() => evaluateClassifier(model, data), "DATA_MISMATCH", ["evaluateClassifier", ...both]);
    const calibrated = () => evaluateClassifier(model, train, { calibrationData: data });
    await expectRefusal(calibrated, "DATA_MISMATCH", both);
    const validated = () => model.fit(train, { validationData: data });
    await expectRefusal(validated, "DATA_MISMATCH", ["fit: validationData", ...both]);
    await expectRefusal(() => model.fit(data), "DATA_MISMATCH", ["fit", ...both]);
    expect(() => data.withClassNames(NAMES)).toThrow(expect.objectContaining({ code: "DATA_MISMATCH" }));
  });

  it("is no matter where no image is of that class", async () => {
    const data = shop([...NAMES, "Hat"], 40, 5);
    expect((await model.evaluate(data)).accuracy).toBeGreaterThan(0.95);
  });
});

describe("classes that have numbers only", () => {
  it("are taken by number, on either side", async () => {
    const named = shop(NAMES, 40, 5);
    const unnamed = numbered(named);
    expect(unnamed.classNames).toEqual(["0", "1", "2"]);
    expect(await model.evaluate(unnamed)).toEqual(await model.evaluate(named));
    await using other = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    other.compile(compiled);
    await other.fit(unnamed);
    expect(await other.evaluate(named)).toEqual(await other.evaluate(unnamed));
    // Ten outputs, three names: whether 0 is a bag is not known.
    expect(warn.mock.calls.flat()).toEqual([
      expect.stringMatching(/evaluate: the model's 10 classes have no names.*2: "Shirt"/),
    ]);
  });

  it("are told from words by a word, also where there are as many, and numbers are matched by value", async () => {
    const ten = Array.from({ length: 10 }, (_, i) => String(i));
    const { source } = garments(200, 5);
    const of = (classNames: readonly string[] | undefined, labels: ArrayLike<number> | null = source.labels) =>
      dataset.fromArrays({ images: source.images, labels, imageShape: [28, 28, 1], ...(classNames && { classNames }) });
    await using other = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    other.compile(compiled);
    await other.fit({ images: source.images, labels: source.labels as Uint32Array }, { epochs: 4 });
    const expected = await other.evaluate(of(undefined));
    const turned = source.labels?.map((label) => (label + 9) % 10) ?? null;
    expect(await other.evaluate(of([...ten.slice(1), "0"], turned))).toEqual(expected);
    expect(warn).not.toHaveBeenCalled();
    await other.evaluate(of(ten.map((number) => `kind ${number}`)));
    await other.evaluate(of(ten.map((number) => `kind ${number}`)));
    await expectRefusal(() => other.evaluate(of([...ten.slice(1), "none"])), "DATA_MISMATCH", ['"none" is unknown']);
    expect(warn.mock.calls.flat()).toEqual([expect.stringMatching(/evaluate: .*counted by their place \(0: "kind 0"/)]);
  });

  it("are matched by name where the model's names are numbers, too", async () => {
    const three = shop(NAMES, 100, 5);
    const { images, labels } = three.source;
    const of = (classNames: readonly string[], numbers: ArrayLike<number> | null) =>
      dataset.fromArrays({ images, labels: numbers, imageShape: [28, 28, 1], classNames });
    await using other = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    other.compile(compiled);
    await other.fit(of(["3", "7", "9"], labels), { epochs: 8 });
    const turned = of(["9", "7", "3"], labels?.map((label) => 2 - label) ?? null);
    expect(await other.evaluate(turned)).toEqual(await other.evaluate(of(["3", "7", "9"], labels)));
    await expectRefusal(() => other.evaluate(of(["0", "1", "2"], labels)), "DATA_MISMATCH", ['"0"', '"3", "7", "9"']);
  });
});

describe("the names that a model keeps", () => {
  it("are those of the data it was trained on, and no abort before the first step changes them", async () => {
    await using fresh = await sequential(tiny(), { inputShape: [28, 28, 1], seed: 1, threads: 1 });
    fresh.compile(compiled);
    const gone = AbortSignal.abort();
    await expect(fresh.fit(train, { signal: gone })).rejects.toThrow();
    expect(fresh.classNames).toBeNull();
    const controller = new AbortController();
    const callbacks = [{ onBatchEnd: () => controller.abort() }];
    await expect(fresh.fit(train, { signal: controller.signal, callbacks })).rejects.toThrow();
    // Its weights are of these classes now.
    expect(fresh.classNames).toEqual(NAMES);
    await expect(fresh.fit(shop(["Shirt", "Bag"], 20, 2), { signal: gone })).rejects.toThrow();
    expect(fresh.classNames).toEqual(NAMES);
  });
});

describe("the pretrained classifier", () => {
  it("knows Fashion-MNIST's classes in alphabetical order, as folders, and by their numbers", async () => {
    const { test } = await loadFashionMnist({ data: "sample" });
    await using classifier = await pretrained({ threads: 1 });
    const { accuracy } = await evaluateClassifier(classifier, test, { shifts: false });
    const folders = fashionMnistClassNames.map((name) => name.replace("/", "_")).sort();
    const numbers = fashionMnistClassNames.map((name, i) => (i % 3 === 0 ? String(i) : name)).reverse();
    for (const names of [[...fashionMnistClassNames].sort(), folders, numbers]) {
      const order = names.map((name) => {
        const plain = fashionMnistClassNames.findIndex((known) => known.replace("/", "_") === name.replace("/", "_"));
        return plain < 0 ? Number(name) : plain;
      });
      const data = dataset.fromArrays({
        images: test.images,
        labels: test.labels.map((label) => order.indexOf(label)),
        imageShape: [28, 28, 1],
        classNames: names,
      });
      const evaluation = await evaluateClassifier(classifier, data, { shifts: false });
      expect(evaluation.accuracy).toBe(accuracy);
      expect(data.withClassNames(fashionMnistClassNames).labels).toEqual(test.labels);
    }
  });
});
