/** `fashion-wasm serve` over HTTP: what it answers to photos, to forms of them, and to questions about itself. */
import { createHash } from "node:crypto";
import { fashionMnistClassNames, loadFashionMnist, photoClassifier, preparePhoto } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { photoOf } from "./photos.js";
import { ask, formOf, post, type Served, startServer } from "./serve-server.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const photos = await Promise.all([0, 1, 2].map((i) => photoOf(images, i)));
const photo = photos[0] as Uint8Array;

let server: Served;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe("one image", () => {
  it("gets the answer of the API, bit for bit, without pixels and steps", async () => {
    await using classifier = await photoClassifier({ threads: 1 });
    const { prepared, ...answer } = await classifier.classify(photo);
    const { pixels: _pixels, imageShape: _shape, settings: _settings, steps: _steps, ...facts } = prepared;
    const { status, headers, body } = await post(server, photo, { type: "image/png" });
    expect({ status, type: headers.get("content-type") }).toEqual({
      status: 200,
      type: "application/json; charset=utf-8",
    });
    expect(body).toEqual(JSON.parse(JSON.stringify({ ...answer, prepared: facts })));
  });

  it.each(["image/jpeg", "image/webp", "application/octet-stream", "IMAGE/PNG; x=y"])(
    "is known by its content, sent as %s",
    async (type) => {
      expect(await post(server, photo, { type })).toMatchObject({ status: 200, body: { label: expect.any(String) } });
    },
  );

  it("comes with as many classes as the query says, and with what the model saw if asked", async () => {
    const { body } = await post(server, photo, { query: "?topK=10&pixels=true" });
    expect(body.topK.map(({ label }: { label: string }) => label).sort()).toEqual([...fashionMnistClassNames].sort());
    // The file is a PNG of the 28 × 28 tones: classified as it is, it is the same image.
    const seen = await preparePhoto(Buffer.from(body.pixels, "base64"), { preparation: "none" });
    expect(seen.pixels).toEqual((await preparePhoto(photo)).pixels);
  });

  it("that fails is told by status, code and words", async () => {
    const cases = [
      [Buffer.from("hello there"), 415, "IMAGE_FORMAT", "begins with 68 65 6c 6c, expected a PNG, JPEG or WebP image"],
      [photo.subarray(0, 900), 422, "IMAGE_INVALID", "is damaged"],
      [Buffer.alloc(0), 400, "BODY_MISSING", "the body is empty"],
      [Buffer.from("https://shop.example/coat.jpg"), 415, "IMAGE_FORMAT", "this is a URL, and the server fetches none"],
    ] as const;
    for (const [bytes, status, code, message] of cases) {
      const told = await post(server, bytes);
      expect(told).toMatchObject({ status, body: { error: { code, message: expect.stringContaining(message) } } });
      expect(told.body.requestId).toBe(told.headers.get("x-request-id"));
    }
  });

  it.each(["text/plain", "application/json", "application/x-www-form-urlencoded", ""])(
    "is refused as %s, with a word on URLs",
    async (type) => {
      const told = await post(server, "https://shop.example/coat.jpg", { type });
      expect(told).toMatchObject({ status: 415, body: { error: { code: "MEDIA_TYPE" } } });
      expect(told.body.error.message).toContain("no URL is fetched");
    },
  );

  it("is refused compressed", async () => {
    expect(await post(server, photo, { headers: { "content-encoding": "gzip" } })).toMatchObject({
      status: 415,
      body: { error: { code: "CONTENT_ENCODING" } },
    });
  });

  it.each([
    ["?topK=0", "topK in the query: expected a whole number from 1 to 10"],
    ["?topK=11", "from 1 to 10"],
    ["?topK=1e0", "from 1 to 10"],
    ["?topK=", "from 1 to 10"],
    ["?topK=1&topK=2", "more than once"],
    ["?pixels=1", "expected true or false"],
    ["?topk=3", "unknown parameter → known are topK and pixels"],
  ])("is refused with the query %s", async (query, message) => {
    const { status, body } = await post(server, photo, { query });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: "QUERY" });
    expect(body.error.message).toContain(message);
  });
});

describe("a form", () => {
  it("gets the answers in its order, a photo that fails in its place", async () => {
    const [a, b, c] = photos as [Uint8Array, Uint8Array, Uint8Array];
    const alone = await Promise.all([a, b, c].map(async (one) => (await post(server, one)).body));
    const files = [
      ["a.png", a],
      ["broken.png", b.subarray(0, 900)],
      ["ä, b.png", b],
      ["url.txt", "http://127.0.0.1/x.png"],
      ["empty.png", ""],
      ["c.png", c],
    ] as const;
    const { status, body } = await post(server, formOf(files));
    expect(status).toBe(200);
    expect(body.results).toEqual([
      { name: "a.png", ...alone[0] },
      { name: "broken.png", error: { code: "IMAGE_INVALID", message: expect.stringContaining("is damaged") } },
      { name: "ä, b.png", ...alone[1] },
      { name: "url.txt", error: { code: "IMAGE_FORMAT", message: expect.stringContaining("fetches none") } },
      { name: "empty.png", error: { code: "IMAGE_FORMAT", message: expect.stringContaining("is empty") } },
      { name: "c.png", ...alone[2] },
    ]);
  });

  it("without a file, with another field, with a text, or cut off is refused", async () => {
    const other = new FormData();
    other.append("photo", new Blob([photo as BlobPart]), "a.png");
    const text = new FormData();
    text.append("image", "https://shop.example/coat.jpg");
    const type = "multipart/form-data; boundary=xyz";
    const cut = '--xyz\r\ncontent-disposition: form-data; name="image"; filename="a.png"\r\n\r\nabc';
    const cases = [
      [await post(server, new FormData()), "no file"],
      [await post(server, other), 'another name → call each "image"'],
      [await post(server, text), "no URL is fetched"],
      [await post(server, cut, { type }), "the form is not valid"],
      [await post(server, "", { type }), "the form is not valid"],
      [await post(server, "x", { type: "multipart/form-data" }), "the form is not valid"],
    ] as const;
    for (const [told, message] of cases) {
      expect(told).toMatchObject({ status: 400, body: { error: { code: "MULTIPART_INVALID" } } });
      expect(told.body.error.message).toContain(message);
    }
  });

  it("of more images than allowed is refused", async () => {
    const many = formOf(Array.from({ length: 33 }, (_, i) => [`${i}.png`, "x"] as const));
    expect(await post(server, many)).toMatchObject({ status: 400, body: { error: { code: "TOO_MANY_IMAGES" } } });
  });
});

describe("a question about the server", () => {
  it("/health says that it is ready, and what it has to do", async () => {
    expect(await ask(`${server.url}health`)).toMatchObject({
      status: 200,
      body: {
        status: "ready",
        live: true,
        ready: true,
        uptimeSeconds: expect.any(Number),
        images: { running: 0, waiting: 0 },
        heldBytes: 0,
        restarts: 0,
        memory: { rssBytes: expect.any(Number) },
      },
    });
  });

  it("/openapi.json describes each path, with this server's limits", async () => {
    const { status, body } = await ask(`${server.url}openapi.json`);
    expect({ status, version: body.openapi }).toEqual({ status: 200, version: "3.1.0" });
    expect(Object.keys(body.paths).sort()).toEqual(["/", "/health", "/openapi.json", "/v1/classify", "/v1/model"]);
    expect(body.paths["/v1/classify"].post.parameters[0].schema).toEqual({
      type: "integer",
      minimum: 1,
      maximum: 10,
      default: 3,
    });
  });

  it("/ is a page that may do what its policy names, by the hashes of its script and style", async () => {
    const { status, headers, body } = await ask(server.url);
    const policy = headers.get("content-security-policy") ?? "";
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(body) ?? [];
    const [, script = ""] = /<script>(.*?)<\/script>/s.exec(body) ?? [];
    expect(status).toBe(200);
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      "img-src blob: data:",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(body).not.toMatch(/https?:\/\//);
  });

  it("answers HEAD without a body, OPTIONS with what is allowed, and other methods with 405", async () => {
    for (const path of ["", "health", "v1/model", "openapi.json"]) {
      const got = await fetch(`${server.url}${path}`);
      const { length } = Buffer.from(await got.arrayBuffer());
      const told = await fetch(`${server.url}${path}`, { method: "HEAD" });
      expect(told.status).toBe(200);
      if (path !== "health") expect(told.headers.get("content-length")).toBe(String(length));
      expect(await told.text()).toBe("");
      const options = await fetch(`${server.url}${path}`, { method: "OPTIONS" });
      expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
      const wrong = await ask(`${server.url}${path}`, { method: "DELETE" });
      expect(wrong).toMatchObject({ status: 405, body: { error: { code: "METHOD_NOT_ALLOWED" } } });
      expect(wrong.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
    }
    const classify = await ask(`${server.url}v1/classify`);
    expect([classify.status, classify.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  it.each(["nope", "v1/classify/", "v1%2fmodel", "__proto__", "constructor", "health/../health/x"])(
    "finds nothing at /%s",
    async (path) => {
      expect(await ask(`${server.url}${path}`)).toMatchObject({ status: 404, body: { error: { code: "NOT_FOUND" } } });
    },
  );
});

describe("each answer", () => {
  it("has an id: the client's own where it is valid, else a new one", async () => {
    const idOf = async (id: string) =>
      (await ask(`${server.url}health`, { headers: { "x-request-id": id } })).headers.get("x-request-id") ?? "";
    expect(await idOf("shop-17/a.b:c")).toBe("shop-17/a.b:c");
    expect(await idOf("has blanks")).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect(await idOf("x".repeat(129))).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect(await idOf("x".repeat(128))).toBe("x".repeat(128));
  });

  it("may not be kept, nor sniffed, nor read by other sites", async () => {
    for (const path of ["", "health", "nope", "v1/classify"]) {
      const { headers } = await ask(`${server.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
      });
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });
});
