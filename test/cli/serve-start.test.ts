/** How a server starts, what it says of itself and of requests, and what it refuses to start with. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { loadFashionMnist, loadModel } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { PACKAGED, smallModel } from "../photo/photo-models.js";
import { photoOf } from "./photos.js";
import { emptyFolder, jsonOf, runCli, startCli } from "./run-cli.js";
import { ask, formOf, post, startServer } from "./serve-server.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const photo = await photoOf(images, 0);

describe("a server", () => {
  it("prints one object once it listens, and a line on stderr for each request, without its query", async () => {
    const server = await startServer(["--max-body", "1M"]);
    const { url, port, pid } = server.json;
    expect({ url, pid }).toEqual({ url: `http://127.0.0.1:${port}/`, pid: server.child.pid });
    expect(server.json).toMatchObject({ model: "the model in fashion-wasm", limits: { maxBody: 2 ** 20 } });
    await post(server, photo, { query: "?topK=2", headers: { "x-request-id": "mine" } });
    await ask(`${server.url}${"x".repeat(300)}?secret=1`);
    const { code, stdout, stderr } = await server.stop();
    expect(code).toBe(143);
    expect(JSON.parse(stdout)).toEqual(server.json);
    const lines = stderr.trimEnd().split("\n");
    expect(lines).toEqual([
      `fashion-wasm serves the model in fashion-wasm at ${url}`,
      expect.stringMatching(
        new RegExp(`^\\d{4}-[\\dT:.-]+Z mine POST /v1/classify 200 \\d+\\.\\d ms, ${photo.length} B in, \\d+ B out$`),
      ),
      expect.stringMatching(/^\S+ \S+ GET \/x{119}… 404 NOT_FOUND \d+\.\d ms, 0 B in, \d+ B out$/),
      "stopping: requests under way have 10 s",
      "fashion-wasm: terminated: the server has stopped",
    ]);
  });

  it("says the address to a person on stderr, and nothing of requests with --quiet", async () => {
    const { child, ended, stderrHas } = startCli(["serve", "--port", "0", "--quiet", "--host", "localhost"]);
    await stderrHas("http://localhost:");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toMatch(/^fashion-wasm serves the model in fashion-wasm at http:\/\/localhost:\d+\/\nstopping/);
  });

  it("takes another model, and says of it only what its file says, without its folder", async () => {
    const cwd = emptyFolder();
    const photoNumbers = { temperature: 2, unlikeness: 1, probability: 0.5 };
    writeFileSync(join(cwd, "mine.safetensors"), await smallModel(["left", "right", "none"], { photo: photoNumbers }));
    const server = await startServer(["--model", join(cwd, "mine.safetensors"), "--top-k", "1"], { cwd });
    const { body } = await ask(`${server.url}v1/model`);
    await using model = await loadModel(join(cwd, "mine.safetensors"), { engine: "local" });
    expect(body).toEqual({
      name: model.name,
      source: "file",
      file: "mine.safetensors",
      server: expect.stringMatching(/^fashion-wasm \d/),
      task: expect.any(String),
      classNames: ["left", "right"],
      input: { files: ["PNG", "JPEG", "WebP"], preparedTo: [28, 28, 1] },
      parameters: 784 * 3 + 3,
      layers: ["rescaling", "flatten", "dense"],
      weightsSha256: await model.weightsSha256(),
      calibration: photoNumbers,
      documentation: null,
    });
    expect((await post(server, photo)).body.topK).toHaveLength(1);
    expect((await post(server, photo, { query: "?topK=3" })).status).toBe(400);
    await server.stop();
  });

  it("tells of its own model what docs/photos.md and data/photos/README.md say", async () => {
    const server = await startServer();
    const { body } = await ask(`${server.url}v1/model`);
    await server.stop();
    await using model = await loadModel(readFileSync(PACKAGED), { engine: "local" });
    expect(body).toMatchObject({ weightsSha256: await model.weightsSha256(), calibration: model.photo });
    const photos = readFileSync("docs/photos.md", "utf8").replace(/\s+/g, " ");
    const made = readFileSync("data/photos/README.md", "utf8").replace(/\s+/g, " ");
    for (const row of body.evaluation.results) {
      const { count, rightPercent, notForReviewPercent, rightOfThesePercent } = row;
      const cells = [rightPercent, notForReviewPercent, rightOfThesePercent].map((one) => `${one.toFixed(1)} %`);
      expect(photos).toContain(`| ${count.toLocaleString("en-US")} | ${cells.join(" | ")} |`);
    }
    expect(photos).toMatch(/Of 160 drawn garments, .* 71 % are right and 64 % are told to be unlike any garment/);
    for (const said of ["first 55,000 training images", "last 5,000 training images", "26 epochs", "Seed 1"]) {
      expect(made).toContain(said);
    }
  });

  it("is reached by the names that --allow-host gives, also from pages of them", async () => {
    const server = await startServer(["--allow-host", "shop.example", "--allow-host", "img.shop.example"]);
    const from = async (host: string, origin?: string) => {
      const { request } = await import("node:http");
      return new Promise((resolve, reject) => {
        const headers = { host, "content-type": "image/png", ...(origin && { origin }) };
        request(`${server.url}v1/classify`, { method: "POST", headers }, (answer) =>
          resolve(answer.resume().statusCode),
        )
          .on("error", reject)
          .end(photo);
      });
    };
    expect(await from("shop.example")).toBe(200);
    expect(await from("IMG.shop.example:443", "https://shop.example")).toBe(200);
    expect(await from("other.example")).toBe(403);
    expect(await from("localhost", "https://shop.example")).toBe(200);
    expect(await from("localhost", "https://other.example")).toBe(403);
    await server.stop();
  });

  it("warns where other machines can reach it, and then answers by any name", async () => {
    const server = await startServer(["--host", "0.0.0.0"]);
    const told = await ask(`http://127.0.0.1:${server.port}/health`);
    const form = await post({ ...server, url: `http://127.0.0.1:${server.port}/` }, formOf([["a.png", photo]]));
    const { stderr } = await server.stop();
    expect([told.status, form.status]).toEqual([200, 200]);
    expect(stderr).toContain(
      "other machines can reach 0.0.0.0, and this server has neither TLS nor authentication → put a proxy before it",
    );
  });
});

describe("a server is not started", () => {
  it.each([
    [["--port", "70000"], "--port"],
    [["--max-body", "12 bananas"], "Expected a size from 1024 to"],
    [["--max-body", "100"], "Expected a size from 1024 to"],
    [["--max-pixels", "64000001"], "Expected a whole number from 1 to 64000000"],
    [["--timeout", "0"], "greater than 0"],
    [["--host", "http://localhost"], "Expected the name or address of a host"],
    [["--host", "localhost:80"], "Expected the name or address of a host"],
    [["--allow-host", ""], "Expected the name or address of a host"],
    [["--top-k", "11"], "--top-k 11: the model has 10 classes → give 10 or less"],
    [["--max-images", "9", "--concurrency", "2", "--queue", "6"], "the server takes 8 images at the same time"],
    [["surplus"], "too many arguments"],
  ])("with %j: exit 2", async (args, message) => {
    const ended = await runCli(["serve", "--port", "0", "--json", ...args]);
    expect(ended.code).toBe(2);
    expect(jsonOf(ended)).toMatchObject({ error: { message: expect.stringContaining(message) } });
    expect(ended.stderr).not.toMatch(/^\s+at /m);
  });

  it("with a model that is none for photos, or not there", async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, "other.safetensors"), await smallModel(["a", "b"]));
    const none = await runCli(["serve", "--port", "0", "--model", "other.safetensors", "--json"], { cwd });
    expect(none.code).toBe(2);
    expect(jsonOf(none)).toMatchObject({ error: { message: expect.stringContaining("is none for photos") } });
    const missing = await runCli(["serve", "--port", "0", "--model", "missing.safetensors", "--json"], { cwd });
    expect(missing.code).toBe(1);
    expect(jsonOf(missing)).toMatchObject({ error: { code: "IO", message: expect.stringContaining("nothing at") } });
  });

  it("at a port that is in use, or at an address of another machine", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    const used = await runCli(["serve", "--port", String(port), "--json"]);
    other.close();
    expect(used.code).toBe(1);
    expect(jsonOf(used)).toMatchObject({
      error: { code: "IO", message: expect.stringContaining(`127.0.0.1:${port} is in use → end the program`) },
    });
    const elsewhere = await runCli(["serve", "--host", "192.0.2.1", "--port", "0", "--json"]);
    expect(elsewhere.code).toBe(1);
    expect(jsonOf(elsewhere)).toMatchObject({
      error: { code: "IO", message: expect.stringContaining("is no address of this machine") },
    });
  });
});
