/** `fashion-wasm predict` of tables that name photos: paths, shops' exports as they come, and downloads within their limits. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { loadFashionMnist, photoClassifier } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writePhotos } from "./photos.js";
import { emptyFolder, jsonOf, runCli } from "./run-cli.js";
import { linesOf, rowsOf, textOf } from "./tables.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const cwd = emptyFolder();
const labels: string[] = [];
const label = (i: number) => labels[i] as string;

beforeAll(async () => {
  const names = Object.fromEntries([0, 1, 2, 3, 4, 5].map((i) => [`shop/photos/${i}.png`, i]));
  await writePhotos(cwd, images, { ...names, "shop/broken.png": "\x89PNG\r\n\x1a\nnothing" });
  const classifier = await photoClassifier({ threads: 1 });
  for (const path of Object.keys(names)) labels.push((await classifier.classify(join(cwd, path))).label);
  await classifier.dispose();
});

const predict = (args: readonly string[]) => runCli(["predict", ...args], { cwd });
const write = (name: string, content: string) => {
  mkdirSync(join(cwd, "shop"), { recursive: true });
  writeFileSync(join(cwd, name), content);
  return name;
};

describe("a table of paths", () => {
  it("finds photos beside the table, keeps the columns, and draws the contact sheet", async () => {
    const url = pathToFileURL(join(cwd, "shop/photos/2.png")).href;
    const absolute = join(cwd, "shop", "photos", "1.png");
    const rows = ["sku,Image Path,note", 'a,photos/0.png,"two\nlines, and a comma"', `b,${absolute},`, `c,${url},`];
    write("shop/list.csv", `${[...rows, "d,broken.png,", "e,,", "f,nowhere.png,", "g,ftp://x/y.png,"].join("\n")}\n`);
    const ended = await predict(["shop/list.csv", "--out", "list.csv", "--page", "list.html", "--json"]);
    expect(ended.code).toBe(1);
    const text = textOf(join(cwd, "list.csv"));
    expect(text).toContain('a,photos/0.png,"two\nlines, and a comma",');
    const got = rowsOf(text.replace("two\nlines", "two lines"));
    expect(got.map(({ sku, label: said }) => [sku, said])).toEqual([
      ["a", label(0)],
      ["b", label(1)],
      ["c", label(2)],
      ["d", ""],
      ["e", ""],
      ["f", ""],
      ["g", ""],
    ]);
    expect(got[0]).toMatchObject({ preparation: "photo", background: "plain", objects: "1", error: "" });
    const errors = got.slice(3).map(({ error }) => error);
    expect(errors).toEqual([
      expect.stringContaining("PNG"),
      "line 7: no photo in Image Path",
      expect.stringContaining("there is no such file"),
      expect.stringContaining("protocol ftp:"),
    ]);
    expect(jsonOf(ended)).toMatchObject({ rows: 7, failed: 4, files: ["list.csv", "list.html"] });
    expect(textOf(join(cwd, "list.html"))).toContain("photos/0.png");
  });

  it("takes --images, --image-column and --keep; JSON Lines keep their members", async () => {
    write(
      "list.jsonl",
      `${[0, 1].map((i) => JSON.stringify({ n: i, pic: { x: 1 }, where: `${i}.png` })).join("\n")}\n`,
    );
    const ended = await predict(["list.jsonl", "--images", "shop/photos", "--image-column", "where"]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(linesOf(ended.stdout)).toMatchObject([0, 1].map((i) => ({ n: i, pic: { x: 1 }, label: label(i) })));
    write("bare.csv", "x,0.png\ny,1.png\n");
    const args = ["bare.csv", "--no-header", "--image-column", "1", "--keep", "0", "--images", "shop/photos"];
    expect((await predict(args)).stdout).toMatch(new RegExp(`^x,${label(0)},`.replaceAll("/", "\\/")));
  });
});

/** As Shopify's admin exports products since 2025; shortened columns are blank in all rows. */
const SHOPIFY_NEW =
  "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Product image URL,Image position,Image alt text,Variant image URL,Gift card";
/** As it did before. */
const SHOPIFY_OLD =
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Image Src,Image Position,Image Alt Text,Gift Card,Variant Image,Status";
const WOO =
  'ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,Categories,Tags,Images,Parent,Position,"Attribute 1 name"';

describe("shops' exports, as they come", () => {
  const photo = (i: number) => `photos/${i}.png`;

  it("Shopify: rows of a product without a photo take the product's, rows with one their own", async () => {
    const rows = [
      SHOPIFY_OLD,
      `boot,Boot,"<p>A ""boot"",\nnew</p>",V,Shoes,"a, b",TRUE,Size,40,B-40,90,${photo(0)},1,,FALSE,,active`,
      `boot,,,,,,,,41,B-41,90,,,,,${photo(1)},`,
      `boot,,,,,,,,42,B-42,90,,,,,,`,
      `boot,,,,,,,,,,,${photo(2)},2,,,,`,
      `gift,Gift,,V,Other,,TRUE,Title,Default Title,G,5,,,,TRUE,,active`,
      `tee,Tee,,V,Tops,,TRUE,Size,M,T-M,20,${photo(3)},1,,FALSE,,active`,
      `tee,,,,,,,,L,T-L,20,,,,,,`,
    ];
    write("shop/products_export.csv", `${rows.join("\n")}\n`);
    const { code, stdout, stderr } = await predict(["shop/products_export.csv", "--out", "old.csv"]);
    expect(code).toBe(1); // the gift has no photo
    expect(stdout).toContain("7 rows of Shopify's product export");
    expect(stdout).toContain("2 rows without a photo took that of the product");
    expect(stderr).toContain("no photo in Image Src or Variant Image");
    const got = rowsOf(textOf(join(cwd, "old.csv")).replace("\nnew", " new"));
    const expected = [label(0), label(1), label(0), label(2), "", label(3), label(3)];
    expect(got.map((row) => row.label)).toEqual(expected);
    expect(got.map((row) => row["Variant SKU"])).toEqual(["B-40", "B-41", "B-42", "", "G", "T-M", "T-L"]);
  });

  it("Shopify's names of today", async () => {
    const row = (title: string, handle: string, sku: string, image: string) =>
      `${title},${handle},,V,,,,TRUE,Active,${sku},Size,M,9,${image},,,,FALSE`;
    const rows = [SHOPIFY_NEW, row("Bag", "bag", "1", photo(4)), row("", "bag", "2", "")];
    write("shop/new.csv", `\ufeff${rows.join("\r\n")}\r\n`);
    const { code, stdout } = await predict(["shop/new.csv"]);
    expect(code).toBe(0);
    expect(rowsOf(stdout.replace("\ufeff", "")).map((each) => [each.SKU, each.label])).toEqual([
      ["1", label(4)],
      ["2", label(4)],
    ]);
  });

  it("WooCommerce: the first of a list is the photo, variations find their parent by SKU or by id", async () => {
    const row = (id: number, type: string, sku: string, pictures: string, parent: string) =>
      `${id},${type},${sku},N,1,0,visible,,,Cat,,"${pictures}",${parent},0,`;
    const rows = [
      WOO,
      row(10, "variable", "HAT", `${photo(0)}, ${photo(1)}`, ""),
      row(11, "variable", "", photo(2), ""),
      row(12, "simple", "S", photo(3), ""),
      row(13, "variation", "HAT-1", "", "HAT"),
      row(14, "variation", "", "", "id:11"),
      row(15, "variation", "HAT-2", photo(5), "HAT"),
      row(16, "variation", "X", "", "gone"),
    ];
    write("shop/woo.csv", `${rows.join("\n")}\n`);
    const { code, stdout, stderr } = await predict(["shop/woo.csv"]);
    expect(code).toBe(1);
    const expected = [label(0), label(2), label(3), label(0), label(2), label(5), ""];
    expect(rowsOf(stdout).map((each) => each.label)).toEqual(expected);
    expect(stderr).toContain("1 of 7 rows failed, 6 done");
  });
});

describe("photos by http", () => {
  let server: Server;
  let base: string;
  const asked: string[] = [];
  let under = 0;
  let most = 0;
  let refusals = 2;

  beforeAll(async () => {
    const png = readFileSync(join(cwd, "shop/photos/1.png"));
    server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      under += 1;
      most = Math.max(most, under);
      response.on("close", () => {
        under -= 1;
      });
      const [, hops] = /^\/hop(\d+)/.exec(path) ?? [];
      if (hops !== undefined) {
        const to = Number(hops) === 0 ? "/ok.png" : `/hop${Number(hops) - 1}`;
        response.writeHead(302, { location: to }).end();
      } else if (path === "/elsewhere") response.writeHead(302, { location: "file:///etc/hostname" }).end();
      else if (path === "/gone.png") response.writeHead(404).end("no");
      else if (path === "/slow.png") response.writeHead(200).write("x");
      else if (path === "/busy.png" && refusals-- > 0) response.writeHead(503, { "retry-after": "0" }).end();
      else if (path === "/large.png") response.writeHead(200, { "content-length": String(3 * 2 ** 20) }).end();
      else if (path === "/endless.png") {
        response.writeHead(200);
        const more = () => response.writable && response.write(Buffer.alloc(2 ** 18), more);
        more();
      } else setTimeout(() => response.writeHead(200).end(png), 20);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("are downloaded with --fetch alone, each within its limits", async () => {
    const names = [
      "ok.png",
      "hop1",
      "hop3",
      "elsewhere",
      "gone.png",
      "slow.png",
      "busy.png",
      "large.png",
      "endless.png",
    ];
    const rows = names.map((name) => `${name},${base}/${name}`);
    write(
      "web.csv",
      `id,image_link\n${rows.join("\n")}\nsame,${base}/ok.png\nsecret,http://user:word@127.0.0.1/a.png\n`,
    );
    const without = await predict(["web.csv"]);
    expect(without).toMatchObject({ code: 2, stdout: "" });
    expect(without.stderr).toMatch(/the photos are URLs \(http:\/\/127\.0\.0\.1.*→ --fetch downloads them/);
    expect(asked).toEqual([]);
    const limits = ["--fetch-timeout", "2", "--fetch-size", "2", "--fetch-redirects", "2", "--fetch-parallel", "3"];
    const { code, stdout } = await predict(["web.csv", "--fetch", ...limits]);
    expect(code).toBe(1);
    const got = rowsOf(stdout);
    const known = got.map(({ id, label: said, error }) => [id, said === "" ? error : said]);
    expect(known).toEqual([
      ["ok.png", label(1)],
      ["hop1", label(1)],
      ["hop3", expect.stringContaining("leads on more than 2 times")],
      ["elsewhere", expect.stringContaining("no address that is downloaded")],
      ["gone.png", expect.stringContaining("status 404")],
      ["slow.png", expect.stringContaining("more than 2 s")],
      ["busy.png", label(1)],
      ["large.png", expect.stringContaining("more than 2097152 bytes")],
      ["endless.png", expect.stringContaining("more than 2097152 bytes")],
      ["same", label(1)],
      ["secret", expect.stringContaining("without a password")],
    ]);
    expect(stdout).not.toContain("word@127.0.0.1/a.png: ");
    expect(most).toBeLessThanOrEqual(3);
    expect(asked.filter((path) => path === "/ok.png").length).toBe(2); // once of its own, once from /hop1
  });
});
