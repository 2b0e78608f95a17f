/** What a server refuses, and how soon: what is too large, too slow, too much, malformed, or from elsewhere; others are served meanwhile. */
import { loadFashionMnist } from "fashion-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { photoOf } from "./photos.js";
import { closeWires, declaredPng, formOf, head, post, type Served, startServer, wire } from "./serve-server.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const photo = await photoOf(images, 0);
const MOST = 64 * 1024;

let server: Served;
beforeAll(async () => {
  server = await startServer(["--max-body", "64k", "--max-pixels", "100000", "--timeout", "0.6"]);
});
afterAll(async () => {
  closeWires();
  await server.stop();
});

const isServed = async () => expect((await post(server, photo)).status).toBe(200);
const codeIn = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1];

describe("a body that is too large", () => {
  it("is refused by its declared length before a byte of it was read, and the connection ends", async () => {
    const { send, until, closed } = await wire(server);
    send(head({ "content-length": 10 * 2 ** 30 }));
    const answer = await until(/"code"/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(codeIn(await closed)).toBe("BODY_TOO_LARGE");
    await isServed();
  });

  it("is refused before it is sent where the client waits for it: no 100 Continue", async () => {
    const { send, until } = await wire(server);
    send(head({ "content-length": MOST + 1, expect: "100-continue" }));
    const answer = await until(/"code"/);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).not.toContain("100 Continue");
  });

  it("is refused while it is read, where its length is not declared", async () => {
    const { send, until, socket } = await wire(server);
    send(head({ "transfer-encoding": "chunked" }));
    const piece = "x".repeat(1000);
    let sent = 0;
    const sending = setInterval(() => {
      if (socket.writable) for (let i = 0; i < 10; i++, sent++) send(`3e8\r\n${piece}\r\n`);
    }, 1);
    const answer = await until(/"code"/);
    clearInterval(sending);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(codeIn(answer)).toBe("BODY_TOO_LARGE");
    expect(sent * 1000).toBeLessThan(20 * MOST);
    await isServed();
  });

  it("may have exactly the limit", async () => {
    expect((await post(server, new Uint8Array(MOST))).status).toBe(415);
    expect((await post(server, new Uint8Array(MOST + 1))).status).toBe(413);
  });
});

describe("an image that is too large", () => {
  it("is refused by its header: 60,000 × 60,000 pixels", async () => {
    const began = performance.now();
    const { status, body } = await post(server, declaredPng(60_000, 60_000));
    expect({ status, code: body.error.code }).toEqual({ status: 413, code: "IMAGE_TOO_LARGE" });
    expect(body.error.message).toBe(
      "the image is 60000×60000 pixels (height × width), the limit of this server is 100000 pixels (--max-pixels)",
    );
    expect(performance.now() - began).toBeLessThan(500);
  });

  it("is refused in its place in a form", async () => {
    const { status, body } = await post(
      server,
      formOf([
        ["huge.png", declaredPng(400, 300)],
        ["a.png", photo],
      ]),
    );
    expect(status).toBe(200);
    expect(body.results).toMatchObject([
      { name: "huge.png", error: { code: "IMAGE_TOO_LARGE" } },
      { name: "a.png", label: expect.any(String) },
    ]);
  });
});

describe("a slow client", () => {
  it("gets 408 when its body does not come in time; others are served meanwhile", async () => {
    const { send, until } = await wire(server);
    const began = performance.now();
    send(head({ "content-length": 1000 }));
    const sending = setInterval(() => send("x"), 100);
    await isServed();
    const answer = await until(/"code"/).finally(() => clearInterval(sending));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(codeIn(answer)).toBe("BODY_TIMEOUT");
    expect(performance.now() - began).toBeLessThan(2500);
  });

  it("gets 408 when its head does not come in time", async () => {
    const { send, closed } = await wire(server);
    send("POST /v1/classify HTTP/1.1\r\nhost: localhost\r\n");
    const sending = setInterval(() => send("x-slow: 1\r\n"), 100);
    const answer = await closed.finally(() => clearInterval(sending));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toMatch(/^x-request-id: [\da-f-]{36}\r$/m);
    expect(codeIn(answer)).toBe("REQUEST_TIMEOUT");
  });
});

describe("a request that is odd", () => {
  const answerTo = async (text: string) => {
    const { send, until } = await wire(server);
    send(text);
    return until(/\r\n\r\n/);
  };

  it.each([
    ["absolute form", "GET http://localhost/health HTTP/1.1\r\nHost: elsewhere\r\n\r\n", 200],
    ["absolute form of another host", "GET http://elsewhere/health HTTP/1.1\r\nHost: localhost\r\n\r\n", 403],
    ["absolute form without a path", "GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n", 200],
    ["asterisk form", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 204],
    ["asterisk form of GET", "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
    ["a target that is none", "GET health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400],
    ["a fragment", "GET /health#x HTTP/1.1\r\nHost: localhost\r\n\r\n", 200],
    ["two slashes", "GET //health HTTP/1.1\r\nHost: localhost\r\n\r\n", 404],
    ["a tunnel", "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n", 405],
    ["an upgrade", "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", 200],
    ["no host", "GET /health HTTP/1.1\r\n\r\n", 400],
    ["no host under HTTP/1.0", "GET /health HTTP/1.0\r\n\r\n", 200],
    ["a host that is none", "GET /health HTTP/1.1\r\nHost: a b\r\n\r\n", 400],
    [
      "another expectation",
      "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nContent-Length: 0\r\n\r\n",
      417,
    ],
    ["no HTTP", "hello\r\n\r\n", 400],
    ["TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
    [
      "two lengths",
      "POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
      400,
    ],
    ["a length and chunks", `${head({ "content-length": 3, "transfer-encoding": "chunked" })}0\r\n\r\n`, 400],
    ["large headers", `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["a body where none is expected", "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", 200],
  ])("%s gets its answer", async (_what, text, status) => {
    expect(await answerTo(text)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    await isServed();
  });

  it("several on one connection, without waiting, get their answers in order", async () => {
    const { send, until } = await wire(server);
    const one = Buffer.concat([Buffer.from(head({ "content-length": photo.length, "x-request-id": "one" })), photo]);
    send(
      Buffer.concat([
        one,
        Buffer.from("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: two\r\n\r\n"),
        Buffer.from("GET /nope HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: three\r\nConnection: close\r\n\r\n"),
      ]),
    );
    const all = await until(/NOT_FOUND/);
    expect([...all.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status)).toEqual(["200", "200", "404"]);
    expect([...all.matchAll(/^x-request-id: (\w+)/gm)].map(([, id]) => id)).toEqual(["one", "two", "three"]);
  });

  it("turns out to be no HTTP in the middle of its body", async () => {
    const { send, until, closed } = await wire(server);
    send(head({ "transfer-encoding": "chunked", "x-request-id": "garbled" }));
    send("5\r\nhello\r\n");
    await isServed();
    send("no length\r\n");
    const answer = await until(/"code"/);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*x-request-id: garbled/);
    expect(codeIn(answer)).toBe("BAD_REQUEST");
    await closed;
  });

  it("whose connection is reset at any point harms nobody", async () => {
    const requests = [
      "CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n\r\n",
      "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nhello",
      head({ "content-length": 1000 }),
      head({ "content-length": 2 ** 30 }),
      head({ "content-length": 1000, expect: "100-continue" }),
      "no HTTP\r\n\r\n",
      Buffer.concat([Buffer.from(head({ "content-length": photo.length })), photo]),
    ];
    for (const text of requests) {
      for (const wait of [0, 1, 5, 20]) {
        const { send, socket } = await wire(server);
        send(text);
        await new Promise((resolve) => setTimeout(resolve, wait));
        socket.resetAndDestroy();
      }
    }
    await isServed();
    expect(server.child.exitCode).toBeNull();
  });

  it("waits for 100 Continue, and then goes on", async () => {
    const { send, until } = await wire(server);
    send(head({ "content-length": photo.length, expect: "100-continue" }));
    await until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    send(photo);
    expect(await until(/"label"/)).toMatch(/HTTP\/1\.1 200 OK/);
  });

  it("in chunks is read as a whole", async () => {
    const { send, until } = await wire(server);
    send(head({ "transfer-encoding": "chunked" }));
    for (let at = 0; at < photo.length; at += 700) {
      const piece = photo.subarray(at, at + 700);
      send(Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]));
    }
    send("0\r\n\r\n");
    expect(await until(/"label"/)).toMatch(/HTTP\/1\.1 200 OK/);
  });
});

describe("a page elsewhere", () => {
  it.each(["evil.example", `evil.example:1`, "localhost.evil.example", "127.0.0.1.evil.example", "128.0.0.1", "[::2]"])(
    "that calls this machine %s is refused",
    async (host) => {
      const { send, until } = await wire(server);
      send(`GET /v1/model HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      const answer = await until(/"code"/);
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(codeIn(answer)).toBe("HOST_REFUSED");
    },
  );

  it.each(["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:80", "LOCALHOST"])(
    "but %s is this machine",
    async (host) => {
      const { send, until } = await wire(server);
      send(`GET /health HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
      expect(await until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it("that sends photos is refused, and this server's own page is not", async () => {
    const from = (origin: string) => post(server, photo, { headers: { origin } });
    for (const origin of ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"]) {
      expect(await from(origin)).toMatchObject({ status: 403, body: { error: { code: "ORIGIN_REFUSED" } } });
    }
    expect((await from(server.url.slice(0, -1))).status).toBe(200);
  });
});
