/** A server with more to do than it takes, and one that is told to stop: only 200, or 503 with Retry-After, and an end in time. */
import { loadFashionMnist } from "fashion-wasm";
import { afterAll, describe, expect, it } from "vitest";
import { photoOf } from "./photos.js";
import {
  ask,
  closeWires,
  formOf,
  head,
  post,
  type Served,
  startServer,
  type Told,
  type Wire,
  wire,
} from "./serve-server.js";

const { test: images } = await loadFashionMnist({ data: "sample" });
const photo = await photoOf(images, 0);
/** Takes some tenths of a second. */
const large = await photoOf(images, 0, 70);

const servers: Served[] = [];
const started = async (args: readonly string[], options?: Parameters<typeof startServer>[1]) => {
  const server = await startServer(args, options);
  servers.push(server);
  return server;
};
afterAll(() => {
  closeWires();
  for (const { child } of servers) child.kill("SIGKILL");
});

const isBusy = ({ status, headers, body }: Told) =>
  status === 503 && Number(headers.get("retry-after")) >= 1 && body.error.code === "BUSY";
const until = async (holds: () => Promise<boolean>) => {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries === 200) throw new Error("it did not come about");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const idle = (server: Served) => async () => {
  const { images, heldBytes } = (await ask(`${server.url}health`)).body;
  return images.running === 0 && images.waiting === 0 && heldBytes === 0;
};

describe("more requests than there is room for", () => {
  it("get 200, or 503 with Retry-After, and leave nothing behind", async () => {
    const server = await started(["--concurrency", "1", "--queue", "2"]);
    const told = await Promise.all(Array.from({ length: 10 }, () => post(server, large)));
    expect(told.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(3);
    expect(told.filter(isBusy).length).toBeGreaterThan(0);
    expect(told.every((one) => one.status === 200 || isBusy(one))).toBe(true);
    await until(idle(server));

    // A form takes places for all its images, or none.
    const four = formOf(Array.from({ length: 4 }, (_, i) => [`${i}.png`, photo] as const));
    expect(await post(server, four)).toMatchObject({ status: 400, body: { error: { code: "TOO_MANY_IMAGES" } } });
    const three = formOf(Array.from({ length: 3 }, (_, i) => [`${i}.png`, photo] as const));
    expect((await post(server, three)).body.results).toHaveLength(3);
    const filling = [0, 1, 2].map(() => post(server, large));
    await until(async () => {
      const { running, waiting } = (await ask(`${server.url}health`)).body.images;
      return running + waiting === 3;
    });
    expect(isBusy(await post(server, three))).toBe(true);
    expect((await Promise.all(filling)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await until(idle(server));
    const { code, stderr } = await server.stop();
    expect(code).toBe(143);
    expect(stderr).not.toContain("Warning");
  });

  it("a request that takes too long gets 503, and its place is free when its work has ended", async () => {
    const server = await started(["--timeout", "0.05", "--concurrency", "1", "--queue", "0"]);
    const { status, headers, body } = await post(server, large);
    expect({ status, code: body.error.code, retry: headers.get("retry-after") }).toEqual({
      status: 503,
      code: "TIMEOUT",
      retry: "1",
    });
    await until(idle(server));
    await server.stop();
  });

  it("a client that leaves frees its place, waiting or not", async () => {
    const server = await started(["--concurrency", "1", "--queue", "4"]);
    const controllers = Array.from({ length: 4 }, () => new AbortController());
    const gone = controllers.map(({ signal }) =>
      fetch(`${server.url}v1/classify`, { method: "POST", body: large as BodyInit, signal }).catch(() => "gone"),
    );
    await until(async () => (await ask(`${server.url}health`)).body.images.waiting > 0);
    for (const controller of controllers) controller.abort();
    await Promise.all(gone);
    await until(idle(server));
    for (const how of ["end", "destroy", "resetAndDestroy"] as const) {
      const { send, socket } = await wire(server);
      send(head({ "content-length": 5000 }));
      send(new Uint8Array(2000));
      await until(async () => (await ask(`${server.url}health`)).body.heldBytes === 2000);
      socket[how]();
      await until(async () => (await ask(`${server.url}health`)).body.heldBytes === 0);
    }
    const { stderr } = await server.stop();
    expect(stderr).toMatch(/ POST \/v1\/classify 499 CLIENT_GONE /);
    expect(stderr).not.toContain("fault");
  });
});

it("more idle connections than allowed lock nobody out: those that are idle longest are ended at once", async () => {
  const server = await started(["--max-connections", "5"]);
  const began = performance.now();
  const idle: Wire[] = [];
  for (let i = 0; i < 20; i++) idle.push(await wire(server));
  await Promise.all(idle.slice(0, 10).map(({ closed }) => closed));
  expect(performance.now() - began).toBeLessThan(5000); // a head has 10 s
  expect((await post(server, photo)).status).toBe(200);
  expect((await ask(`${server.url}health`)).body.connections).toBeLessThanOrEqual(5);
});

describe("a signal", () => {
  it.each([
    ["SIGINT", 130, "interrupted"],
    ["SIGTERM", 143, "terminated"],
  ] as const)("%s: what is under way is finished, health says 503, then exit %i", async (signal, code, word) => {
    const server = await started([]);
    const { send, until: seen } = await wire(server);
    send(head({ "content-length": photo.length, "x-request-id": "slow" }));
    send(photo.subarray(0, 100));
    await until(async () => (await ask(`${server.url}health`)).body.heldBytes === 100);
    server.child.kill(signal);
    await server.stderrHas("stopping");

    const health = await ask(`${server.url}health`);
    expect(health).toMatchObject({ status: 503, body: { status: "stopping", live: true, ready: false } });
    expect(health.headers.get("retry-after")).toBe("1");
    const refused = await post(server, photo);
    expect(refused).toMatchObject({ status: 503, body: { error: { code: "STOPPING" } } });
    expect(refused.headers.get("retry-after")).toBe("1");

    send(photo.subarray(100));
    expect(await seen(/"label"/)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close/i);
    const ended = await server.ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(`fashion-wasm: ${word}: the server has stopped`);
    expect(ended.stdout.trimEnd().split("\n")).toHaveLength(1);
  });

  it("cuts off what is not finished in its time, with 503", async () => {
    const server = await started(["--grace", "0.2"]);
    const { send, closed } = await wire(server);
    send(head({ "content-length": photo.length }));
    await until(async () => (await ask(`${server.url}health`)).body.connections > 1);
    const began = performance.now();
    const { code } = await server.stop();
    expect(code).toBe(143);
    expect(performance.now() - began).toBeLessThan(3000);
    expect(await closed).toMatch(/^HTTP\/1\.1 503 [\s\S]*"STOPPING"/);
  });

  it("a second one ends it at once; idle connections hold nothing up", async () => {
    const server = await started(["--grace", "60"]);
    const { send } = await wire(server);
    send(head({ "content-length": photo.length }));
    await until(async () => (await ask(`${server.url}health`)).body.connections > 1);
    server.child.kill("SIGTERM");
    await server.stderrHas("stopping");
    await new Promise((resolve) => setTimeout(resolve, 600)); // within half a second it is the same key press
    expect((await server.stop("SIGINT")).code).toBe(130);

    const other = await started(["--grace", "60"]);
    await wire(other);
    const began = performance.now();
    expect((await other.stop()).code).toBe(143);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
