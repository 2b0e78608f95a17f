/** Who gets what from the server of `fashion-wasm review`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startReview } from "./review-cli.js";
import { shop, text } from "./review-shop.js";
import { type Made, shopCsv } from "./review-table.js";

describe("the server", () => {
  it("answers its own page alone, and serves photos of the table alone", async () => {
    const { folder, rows, table } = await shop();
    writeFileSync(join(folder, "secret.txt"), "not a photo");
    const more: Made[] = [
      { ...(rows[0] as Made), file: "secret.txt" },
      { ...(rows[0] as Made), file: "nowhere.png" },
    ];
    writeFileSync(table, shopCsv([...rows, ...more]));
    const { child, ended, address, ask } = await startReview(["shop.csv"], folder);
    const { origin, port } = new URL(address);
    const page = await ask("");
    expect(page.status).toBe(200);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; img-src 'self' data:; style-src 'nonce-/,
    );
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    const photo = await ask("photo/0");
    expect([photo.status, photo.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Buffer.from(await photo.arrayBuffer())).toEqual(readFileSync(join(folder, "shop", "0000.png")));
    expect((await ask("seen/0")).headers.get("content-type")).toBe("image/png");
    for (const path of [
      "photo/12",
      "seen/12",
      "photo/13",
      "photo/14",
      "photo/-1",
      "photo/..%2Fsecret.txt",
      "secret.txt",
      "photo",
    ]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    }
    expect(await (await ask("photo/12")).text()).toBe("it is no PNG, JPEG or WebP file");

    for (const path of ["/", "/progress", "/wrong/", `/${"x".repeat(32)}/photo/0`, "/../"]) {
      expect((await fetch(`${origin}${path}`)).status).toBe(403);
    }
    expect((await ask("progress", { headers: { origin: "http://elsewhere.invalid" } })).status).toBe(403);
    expect((await ask("progress", { headers: { origin } })).status).toBe(200);
    const { pathname } = new URL(address);
    const statusAs = (host: string) =>
      new Promise((resolve, reject) => {
        const asked = request({ host: "127.0.0.1", port, path: pathname, headers: { host } }, ({ statusCode }) =>
          resolve(statusCode),
        );
        asked.on("error", reject).end();
      });
    expect(await statusAs(`elsewhere.invalid:${port}`)).toBe(403);
    expect(await statusAs(`127.0.0.1:${port}`)).toBe(200);
    const plain = await ask("decisions", { method: "POST", body: "{}", headers: { "content-type": "text/plain" } });
    expect(plain.status).toBe(400);
    child.kill("SIGINT");
    await ended;
  });

  it("leaves photos on other servers to the page, where that was asked for, and shows those in the table itself", async () => {
    const { folder, rows, table } = await shop();
    const inline = `data:image/png;base64,${readFileSync(join(folder, "shop", "0000.png")).toString("base64")}`;
    const [first, second] = rows as [Made, Made];
    writeFileSync(
      table,
      shopCsv([
        { ...first, file: "https://elsewhere.invalid/a.jpg" },
        { ...second, file: `"${inline}"` },
      ]),
    );
    for (const remote of [false, true]) {
      const { child, ended, ask } = await startReview(["shop.csv", ...(remote ? ["--remote-images"] : [])], folder);
      const policy = (await ask("")).headers.get("content-security-policy") ?? "";
      expect(policy.includes("img-src 'self' https: http: data:")).toBe(remote);
      expect(await (await ask("row/0")).json()).toMatchObject({
        place: "address",
        image: "https://elsewhere.invalid/a.jpg",
      });
      expect((await ask("photo/0")).status).toBe(404);
      expect((await ask("photo/1")).headers.get("content-type")).toBe("image/png");
      expect((await ask("seen/1")).headers.get("content-type")).toBe("image/png");
      child.kill("SIGINT");
      await ended;
    }
  });

  it.skipIf(process.platform !== "linux")("opens a browser without telling other users the address", async () => {
    const { folder } = await shop();
    writeFileSync(
      join(folder, "xdg-open"),
      '#!/bin/sh\necho "$@" > opened\nstat -c %a "$1" >> opened\ncat "$1" >> opened\n',
      { mode: 0o755 },
    );
    const env = { PATH: `${folder}:${process.env.PATH}` };
    const { child, ended, address } = await startReview(["shop.csv", "--open"], folder, { env });
    const opened = join(folder, "opened");
    await expect.poll(() => existsSync(opened) && text(opened).split("\n").length > 2).toBe(true);
    const [path = "", mode, page] = text(opened).split("\n");
    expect([mode, path.includes(address)]).toEqual(["600", false]);
    expect(page).toContain(`url=${address}"`);
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it("ends when the page says so", async () => {
    const { folder } = await shop();
    const { ended, ask } = await startReview(["shop.csv"], folder);
    await ask("finish", { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^0 photos of 12 decided: 0 confirmed, 0 corrected$/m);
  });
});
