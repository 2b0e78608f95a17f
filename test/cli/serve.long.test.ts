/**
 * A server under load for a minute, and those who mean it no good beside it: only 200 and 503, memory stays flat, every attack is
 * refused in time. Prints latencies beside those of the classifier in a process of its own.
 */
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { availableParallelism } from "node:os";
import { loadFashionMnist, photoClassifier } from "fashion-wasm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { photoOf } from "./photos.js";
import { ask, closeWires, declaredPng, head, post, type Served, startServer, type Wire, wire } from "./serve-server.js";

const CLIENTS = 100;
/** Of the load; a shorter one is for trying this file out. */
const SECONDS = Number(process.env.FASHION_WASM_SERVE_SECONDS ?? 60);

const { test: images } = await loadFashionMnist({ data: "sample" });
/** From 216 to 1,080 pixels a side. */
const photos = await Promise.all(Array.from({ length: 12 }, (_, i) => photoOf(images, i, [6, 12, 30][i % 3])));

let server: Served;
beforeAll(async () => {
  server = await startServer(["--quiet"], { threads: null });
});
afterAll(async () => {
  closeWires();
  await server.stop();
});

/** A photo sent over a connection that stays. */
function send(agent: Agent, photo: Uint8Array): Promise<{ readonly status: number; readonly ms: number }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "image/png", "content-length": photo.length };
    request(`${server.url}v1/classify`, { method: "POST", agent, headers }, (answer) => {
      answer.resume().once("end", () => {
        if (answer.statusCode === 503) expect(Number(answer.headers["retry-after"])).toBeGreaterThanOrEqual(1);
        resolve({ status: answer.statusCode ?? 0, ms: performance.now() - began });
      });
    })
      .once("error", reject)
      .end(photo);
  });
}

/** Megabytes of the server's memory. */
function memory(): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1]) / 1024;
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const latencies = (values: readonly number[]) =>
  `p50 ${quantile(values, 0.5).toFixed(1)} ms, p99 ${quantile(values, 0.99).toFixed(1)} ms (${values.length} photos)`;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each attack, what it is refused with, and within how many milliseconds; it rejects where that does not hold. */
const ATTACKS: Readonly<Record<string, () => Promise<void>>> = {
  async "a body of 1 GB, declared"() {
    const { send, until, socket } = await wire(server);
    send(head({ "content-length": 2 ** 30 }));
    const sending = setInterval(() => socket.writable && !socket.writableNeedDrain && send(new Uint8Array(2 ** 20)), 1);
    const answer = await until(/"code"/).finally(() => clearInterval(sending));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  },
  async "a body of 1 GB, in chunks"() {
    const { send, until, socket } = await wire(server);
    send(head({ "transfer-encoding": "chunked" }));
    const piece = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(2 ** 20), Buffer.from("\r\n")]);
    let sent = 0;
    const sending = setInterval(() => {
      if (!socket.writable || socket.writableNeedDrain || sent === 1024) return;
      sent++;
      send(piece);
    }, 1);
    const answer = await until(/"code"/).finally(() => clearInterval(sending));
    expect(answer).toMatch(/^HTTP\/1\.1 (413|503) /);
    expect(sent).toBeLessThan(1024);
    socket.destroy();
  },
  async "an image of declared 60,000 × 60,000 pixels"() {
    const { status } = await post(server, declaredPng(60_000, 60_000));
    expect([413, 503]).toContain(status);
  },
  async "a broken PNG"() {
    const { status } = await post(server, (photos[0] as Uint8Array).subarray(0, 900));
    expect([422, 503]).toContain(status);
  },
  async "a client that goes away"() {
    const { send, socket } = await wire(server);
    send(head({ "content-length": 5000 }));
    send(new Uint8Array(2000));
    await pause(20);
    socket.destroy();
  },
};

it(`${CLIENTS} clients for ${SECONDS} s get 200 or 503, and memory stays flat; attacks meanwhile are refused`, async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  // The largest work at once, before memory is looked at.
  for (let n = 0; n < 5; n++) await Promise.all(photos.map((photo) => send(agent, photo)));
  const alone: number[] = [];
  for (let n = 0; n < 60; n++) alone.push((await send(agent, photos[n % photos.length] as Uint8Array)).ms);

  const statuses = new Map<number, number>();
  const times: number[] = [];
  const rss: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  const client = async (place: number) => {
    for (let n = place; performance.now() < end; n++) {
      const { status, ms } = await send(agent, photos[n % photos.length] as Uint8Array);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) times.push(ms);
      else await pause(100); // less than Retry-After asks for
    }
  };
  const watch = async () => {
    while (performance.now() < end) {
      rss.push(memory());
      await pause(250);
    }
  };
  const attacked = new Map<string, number[]>();
  const attack = async () => {
    while (performance.now() < end) {
      for (const [name, work] of Object.entries(ATTACKS)) {
        const began = performance.now();
        await work();
        attacked.set(name, [...(attacked.get(name) ?? []), performance.now() - began]);
      }
      await pause(200);
    }
  };
  await Promise.all([...Array.from({ length: CLIENTS }, (_, place) => client(place)), watch(), attack()]);
  agent.destroy();

  const third = Math.floor(rss.length / 3);
  // The first third is for heaps to grow to their size.
  const [middle, last] = [quantile(rss.slice(third, 2 * third), 0.5), quantile(rss.slice(-third), 0.5)];
  const own = await inProcess();
  console.log(
    [
      `statuses: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(", ")}`,
      `server, ${CLIENTS} clients: ${latencies(times)}, ${(times.length / SECONDS).toFixed(1)} photos/s`,
      `server, one client: ${latencies(alone)}`,
      `classifier, ${own.underWay} under way: ${latencies(own.many)}, ${own.perSecond.toFixed(1)} photos/s`,
      `classifier, one at a time: ${latencies(own.alone)}`,
      `memory: ${middle.toFixed(0)} MB in the second third, ${last.toFixed(0)} MB in the last, ${Math.max(...rss).toFixed(0)} MB at most`,
      ...[...attacked].map(
        ([name, ms]) => `${name}: ${ms.length} times, refused within ${Math.max(...ms).toFixed(0)} ms`,
      ),
    ].join("\n"),
  );
  expect([...statuses.keys()].sort().join().replace("200,503", "200")).toBe("200");
  expect(times.length).toBeGreaterThan(SECONDS);
  expect(attacked.size).toBe(Object.keys(ATTACKS).length);
  for (const [name, ms] of attacked) expect([name, Math.max(...ms) < 5000]).toEqual([name, true]);
  expect(last).toBeLessThan(1.05 * middle + 8);
  const { body } = await ask(`${server.url}health`);
  expect(body).toMatchObject({ status: "ready", restarts: 0, heldBytes: 0, images: { running: 0, waiting: 0 } });
});

/** The same photos without a server, as many under way as there, and one at a time. */
async function inProcess() {
  await using classifier = await photoClassifier();
  const underWay = Math.min(64, 8 * availableParallelism());
  const timed = async (times: number[], n: number) => {
    const began = performance.now();
    await classifier.classify(photos[n % photos.length] as Uint8Array);
    times.push(performance.now() - began);
  };
  for (let n = 0; n < 5; n++) await Promise.all(photos.map((photo) => classifier.classify(photo)));
  const [alone, many]: [number[], number[]] = [[], []];
  for (let n = 0; n < 60; n++) await timed(alone, n);
  let next = 0;
  const began = performance.now();
  const worker = async () => {
    while (next < 600) await timed(many, next++);
  };
  await Promise.all(Array.from({ length: underWay }, worker));
  return { alone, many, underWay, perSecond: (600 / (performance.now() - began)) * 1000 };
}

it("1,000 idle connections, and 100 slow clients, keep nobody from being served", async () => {
  const idle: Wire[] = [];
  for (let n = 0; n < 1000; n++) idle.push(await wire(server));
  const slow: Wire[] = [];
  for (let n = 0; n < 100; n++) {
    const one = await wire(server);
    one.send(head({ "content-length": 10_000 }));
    slow.push(one);
  }
  const drip = setInterval(() => {
    for (const { send, socket } of slow) if (socket.writable) send("x");
  }, 500);
  const began = performance.now();
  for (let n = 0; n < 20; n++) expect((await post(server, photos[n % photos.length] as Uint8Array)).status).toBe(200);
  const { connections } = (await ask(`${server.url}health`)).body;
  expect(connections).toBeLessThanOrEqual(512);
  console.log(`20 photos beside them: ${(performance.now() - began).toFixed(0)} ms, ${connections} connections`);
  const answers = await Promise.all(slow.map(({ until }) => until(/"code":"\w+"/)));
  clearInterval(drip);
  console.log(`slow clients were refused after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  await Promise.all(idle.map(({ closed }) => closed)); // the rest by the limit of time for a head
  expect(performance.now() - began).toBeLessThan(40_000);
});
