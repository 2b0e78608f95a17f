/** A server of photos as a process, and clients of it: requests by fetch, and bytes on a connection where fetch is too polite. */
import { connect, type Socket } from "node:net";
import { type Ended, type Running, startCli } from "./run-cli.js";

/** A server that listens. */
export interface Served extends Running {
  /** With a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** The object on stdout. */
  readonly json: Record<string, unknown>;
  /** Ends it by a signal. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts `fashion-wasm serve` at a free port, on one thread; `threads: null` leaves their number to it. */
export async function startServer(
  args: readonly string[] = [],
  { threads = 1, ...options }: Parameters<typeof startCli>[1] & { readonly threads?: number | null } = {},
): Promise<Served> {
  const some = threads === null ? [] : ["--threads", String(threads)];
  const running = startCli(["serve", "--port", "0", "--json", ...some, ...args], options);
  const { child, ended } = running;
  let text = "";
  const listening = new Promise<void>((resolve) => {
    child.stdout?.on("data", (piece: string) => {
      text += piece;
      if (text.includes("\n")) resolve();
    });
  });
  await Promise.race([
    listening,
    ended.then(({ stderr }) => Promise.reject(new Error(`ended before it listened: ${stderr}`))),
  ]);
  const json = JSON.parse(text) as Record<string, unknown>;
  return {
    ...running,
    url: String(json.url),
    port: Number(json.port),
    json,
    stop(signal = "SIGTERM") {
      child.kill(signal);
      return ended;
    },
  };
}

/** An answer's status, headers, and what is in it. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it by name
  readonly body: any;
}

/** Asks, and reads JSON. */
export async function ask(url: string, init: RequestInit = {}): Promise<Told> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Sends a body to be classified. */
export function post(
  { url }: Served,
  body: Uint8Array | FormData | string,
  { type = "application/octet-stream", query = "", headers = {} as Record<string, string> } = {},
): Promise<Told> {
  const form = body instanceof FormData;
  return ask(`${url}v1/classify${query}`, {
    method: "POST",
    body: body as BodyInit,
    headers: { ...(form ? {} : { "content-type": type }), ...headers },
  });
}

/** A form of images by their names. */
export function formOf(files: readonly (readonly [name: string, content: Uint8Array | string])[]): FormData {
  const form = new FormData();
  for (const [name, content] of files) form.append("image", new Blob([content as BlobPart]), name);
  return form;
}

/** A connection on which bytes are sent as they are. */
export interface Wire {
  readonly socket: Socket;
  send(text: string | Uint8Array): void;
  /** Resolves with all that came once it matches. */
  until(pattern: RegExp): Promise<string>;
  /** Resolves with all that came once the other side has ended. */
  readonly closed: Promise<string>;
}

const wires = new Set<Socket>();

/** Opens a connection. */
export async function wire({ port }: Pick<Served, "port">): Promise<Wire> {
  const socket = connect(port, "127.0.0.1");
  wires.add(socket);
  let text = "";
  const waiting = new Set<() => void>();
  socket.setEncoding("latin1").on("data", (piece: string) => {
    text += piece;
    for (const look of waiting) look();
  });
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  socket.on("error", () => undefined); // a reset is a close too
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return {
    socket,
    send: (bytes) => void socket.write(bytes),
    until(pattern) {
      const found = new Promise<string>((resolve) => {
        const look = () => {
          if (!pattern.test(text)) return;
          waiting.delete(look);
          resolve(text);
        };
        waiting.add(look);
        look();
      });
      const ended = closed.then((all) => {
        if (pattern.test(all)) return all;
        throw new Error(`the connection ended before ${pattern}: ${JSON.stringify(all)}`);
      });
      ended.catch(() => undefined);
      return Promise.race([found, ended]);
    },
    closed,
  };
}

/** Ends all connections; for `afterAll`. */
export function closeWires(): void {
  for (const socket of wires) socket.destroy();
}

/** The head of a request for a classification. */
export function head(
  headers: Readonly<Record<string, string | number>> = {},
  line = "POST /v1/classify HTTP/1.1",
): string {
  const all = { host: "localhost", "content-type": "application/octet-stream", ...headers };
  return `${[line, ...Object.entries(all).map(([name, value]) => `${name}: ${value}`)].join("\r\n")}\r\n\r\n`;
}

/** A PNG file whose header declares so many columns and rows, with hardly anything behind it. */
export function declaredPng(width: number, height: number): Buffer {
  const file = Buffer.alloc(45);
  file.write("\x89PNG\r\n\x1a\n", 0, "latin1");
  file.writeUInt32BE(13, 8);
  file.write("IHDR", 12, "latin1");
  file.writeUInt32BE(width, 16);
  file.writeUInt32BE(height, 20);
  file.set([8, 2, 0, 0, 0], 24);
  file.writeUInt32BE(crc(file.subarray(12, 29)), 29);
  file.write("IDAT", 37, "latin1");
  return file;
}

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
