/** Runs examples/shop and reads its figures, each of which has what is true beside it. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";

interface Figure {
  readonly what: string;
  readonly found: unknown;
  readonly truth: unknown;
}

/** A shop that was made. */
export interface Shop {
  readonly folder: string;
  readonly stdout: string;
  /** What was found and what is true, of the figure whose name begins so, in the step whose name begins so. */
  figure(step: string, what: string): readonly [found: number, truth: number];
  all(step: string, what: string): (readonly [found: number, truth: number])[];
}

/** Makes a shop before the tests of a file and removes it after them; `tests` are given a function that returns it. */
export function withShop(args: readonly string[], tests: (shop: () => Shop) => void): void {
  let shop: Shop | undefined;
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fashion-wasm-shop-"));
    const program = resolve("examples/shop/run.mjs");
    const ended = await promisify(execFile)(process.execPath, [program, folder, "--json", ...args]);
    expect(ended.stderr).toBe("");
    shop = read(folder, ended.stdout);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  tests(() => shop as Shop);
}

function read(folder: string, stdout: string): Shop {
  const { steps } = JSON.parse(stdout) as { steps: { name: string; figures: Figure[] }[] };
  const all = (step: string, what: string) =>
    steps
      .filter(({ name }) => name.startsWith(step))
      .flatMap(({ figures }) => figures.filter((figure) => figure.what.startsWith(what)))
      .map(({ found, truth }) => [found as number, truth as number] as const);
  return {
    folder,
    stdout,
    all,
    figure: (step, what) => {
      const figures = all(step, what);
      expect(figures, `${step}: ${what}`).toHaveLength(1);
      return figures[0] as readonly [number, number];
    },
  };
}

/** What holds of a shop of any size; bounds are several times as far as figures of other seeds lie. */
export function figuresLieNearTheTruth(shop: () => Shop): void {
  it("labels most photos rightly, and is told which to look at", () => {
    expect(shop().figure("Labels", "photos with")[0]).toBeGreaterThan(0.88);
    expect(shop().figure("Labels", "the same of those")[0]).toBeGreaterThan(0.94);
    const [labelled, rows] = shop().figure("Labels", "rows of variants");
    expect(labelled).toBe(rows);
  });

  it("counts what counts, and what is in two files once", () => {
    for (const what of ["customers who", "orders that", "lines that"]) {
      const [found, truth] = shop().figure("Profiles", what);
      expect(found, what).toBe(truth);
    }
    expect(shop().figure("Profiles", "lines of orders in both")[0]).toBeGreaterThan(14);
  });

  it("finds tastes, says how sure it is, and does better than counting labels", () => {
    const [thought, right] = shop().figure("Profiles", "how sure of the first");
    expect(right).toBeGreaterThan(0.55);
    expect(Math.abs(thought - right)).toBeLessThan(0.1);
    expect(shop().figure("Profiles", "the same where")[1]).toBeGreaterThan(0.75);
    const [error] = shop().figure("Profiles", "mean error");
    expect(error).toBeLessThan(0.07);
    expect(error).toBeLessThan(shop().figure("Profiles", "the same when")[0]);
    const [coverage, level] = shop().figure("Profiles", "90 % intervals");
    expect(Math.abs(coverage - level)).toBeLessThan(0.06);
    const shares = shop().all("Profiles", "share of the average");
    expect(shares).toHaveLength(10);
    for (const [found, truth] of shares) expect(Math.abs(found - truth)).toBeLessThan(0.06);
    const [expected, true_] = shop().figure("Profiles", "purchases within");
    expect(expected / true_).toBeGreaterThan(0.8);
    expect(expected / true_).toBeLessThan(1.25);
  });

  it("foretells better than simple rules, and no better than who knows everything", () => {
    const [[ours, perfect] = [0, 0], ...others] = shop().all("The last 60 days", "lift of");
    expect(others).toHaveLength(4);
    expect(ours).toBeGreaterThan(1.3 * Math.max(...others.map(([lift]) => lift)));
    expect(ours).toBeGreaterThan(0.65 * perfect);
    expect(ours).toBeLessThan(1.05 * perfect);
  });

  it("chooses audiences that buy what is expected of them", () => {
    for (const step of ["Audience: ", "Audience for a new garment"]) {
      const [expected, purchases] = shop().figure(step, "purchases expected");
      expect(expected / purchases, step).toBeGreaterThan(0.65);
      expect(expected / purchases, step).toBeLessThan(1.5);
      const [lift, best] = shop().figure(step, "its true lift");
      expect(lift, step).toBeGreaterThan(0.7 * best);
      expect(lift, step).toBeLessThanOrEqual(best + 1e-9);
    }
    const [heldOut, asked] = shop().figure("Audience: ", "held out");
    expect(Math.abs(heldOut - asked)).toBeLessThanOrEqual(1);
  });

  it("measures a campaign by those held out", () => {
    const [uplift, effect] = shop().figure("A campaign", "uplift");
    expect(effect).toBeGreaterThan(0.08);
    const [interval] = shop().all("A campaign", "its 90 %")[0] as unknown as [{ low: number; high: number }];
    expect(interval.low).toBeLessThan(effect);
    expect(interval.high).toBeGreaterThan(effect);
    expect(uplift).toBeGreaterThan(0);
  });

  it("writes no address, and no name of a customer, but into the orders of the shop", async () => {
    const { folder, stdout } = shop();
    const exported = await readFile(join(folder, "orders_export_1.csv"), "utf8");
    const later = gunzipSync(await readFile(join(folder, "orders_export_2.csv.gz"))).toString("utf8");
    const addresses = new Set(`${exported}${later}`.match(/[\w.]+@example\.com/g));
    expect(addresses.size).toBeGreaterThan(100);
    const names = [...addresses].map((address) => address.replace(/\.\d+@.*/, "").replace(".", " "));
    const files = ["customers", "audience"].flatMap((name) => join(folder, name));
    const paths = (
      await Promise.all(files.map(async (path) => (await readdir(path)).map((name) => join(path, name))))
    ).flat();
    expect(paths.length).toBeGreaterThan(10);
    const texts = await Promise.all(
      [...paths, join(folder, "bought.csv"), join(folder, "truth", "customers.csv")].map((path) =>
        readFile(path, "utf8"),
      ),
    );
    for (const [i, text] of [...texts, stdout].entries()) {
      const where = paths[i] ?? "the truth, bought.csv or stdout";
      expect(text, where).not.toMatch(/@example\.com|Example Street/i);
      expect(
        names.filter((name) => text.includes(name)),
        where,
      ).toEqual([]);
    }
  });
}
