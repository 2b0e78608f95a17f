/**
 * Wrong use of `profile` and `audience`: told in one line with what to do, exit 2, before any order is read.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, jsonOf, runCli } from "../run-cli.js";

const cwd = emptyFolder();
const path = (...names: string[]) => join(cwd, ...names);
// Whoever read it would fail otherwise: it is no table of orders.
writeFileSync(path("o.csv"), "a,b\n1,2\n");
writeFileSync(path("labelled.csv"), "sku,label\nA,Dress\nB,Shirt\n");
writeFileSync(path("zip.bin"), Buffer.from([0x1f, 0x8b, 0xff, 0, 0]));
writeFileSync(path("blank.txt"), "\n\n");
mkdirSync(path("there"));
for (const name of ["bad-rows.csv", "audience-shirt.google.csv"]) writeFileSync(path("there", name), "older\n");

const P = "profile --orders o.csv";
const A = "audience Dress --orders o.csv";

describe("wrong use", { concurrent: true }, () => {
  it.each([
    ["profile", /no orders are named → --orders/],
    [`${P} --confusion c.json`, /--confusion is about a catalogue, and none is named → name it with --catalogue/],
    [`${P} --half-life 5`, /at least 30, or none/],
    [`${P} --today 2026-02-30`, /a day such as 2026-01-31/],
    [`${P} --rates USD=0.9,USD=1`, /"USD" is there twice/],
    [`${P} --statuses shipped=kpet`, /Did you mean kept\?/],
    [`${P} --columns customer`, /name=value, received "customer"/],
    [`${P} --control 0.6`, /from 0 to 0\.5/],
    [`${P} --force`, /--force is about files → say where with --out/],
    [`${P} --customer x --min-support 2`, /--customer shows one customer alone → leave out --min-support/],
    [`${P} --customer x --show -1`, /a whole number from 0/],
    [`${P} --show 3`, /--show is about --customer → name one/],
    [`${P} --audience Dress`, /--audience writes files → say where with --out/],
    [`${P} --out x --with-contacts`, /name audiences with --audience/],
    [`${P} --out x --audience Dress --audience dress`, /--audience names "dress" twice/],
    [`${P} --backtest 0d`, /days from 1 to 9999, such as 60 or 60d/],
    ["audience --orders o.csv", /say what it is about: a class such as Dress/],
    [`${A} --sku A --catalogue labelled.csv`, /one of them/],
    ["audience --sku A --orders o.csv", /--sku is an item of a catalogue, and none is named → --catalogue/],
    [`${A} --size 5 --share 0.1`, /--size and --share say the same → give one of them/],
    [`${A} --model m.safetensors`, /--model is about --image → leave it out/],
    [`${A} --with-contacts`, /--with-contacts is about files → say where with --out/],
    [`${A} --exclude zip.bin`, /zip\.bin: is no text in UTF-8 → save it as CSV in UTF-8/],
    [`${A} --exclude blank.txt`, /blank\.txt: names nobody → /],
    ["audience Dres --orders o.csv --catalogue labelled.csv", /"Dres" is no class.* → there are /],
    [`${P} --out x --audience Dress Shirtt --catalogue labelled.csv`, /"Shirtt" is no class/],
    ["audience --sku Z --orders o.csv --catalogue labelled.csv", /no item of the catalogue is called "Z"/],
    [`${P} --out there`, /there.bad-rows\.csv is there → name another folder with --out, or replace it with --force/],
    [`${P} --out there --audience Bag Shirt`, /is there → name another folder/],
  ])("%s", async (line, message) => {
    const ended = await runCli([...line.split(" "), "--json"], { cwd });
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(2);
    expect(ended.stderr.trim().split("\n")).toHaveLength(1);
    expect(jsonOf(ended)).toMatchObject({ error: { message: expect.stringMatching(message) } });
  });
});
