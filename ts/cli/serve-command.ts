/**
 * `fashion-wasm serve`: its options, their ranges and their help.
 */
import { availableParallelism } from "node:os";
import { type Command, Option } from "commander";
import { byteSize, hostName, nonEmpty, positiveNumber, wholeNumber } from "./options.js";
import { serve } from "./serve/serve.js";
import { DEFAULTS, MOST_PIXELS, type ServeSettings } from "./serve/settings.js";

const MiB = 2 ** 20;

/** Adds the command to `program`; running it answers requests until a signal ends it. */
export function addServeCommand(program: Command): void {
  const number = (flags: string, text: string, min: number, max: number) =>
    new Option(flags, text).argParser(wholeNumber(min, max));
  program
    .command("serve")
    .description("Answer over HTTP which garment a photo shows: a page to drop images on, and an API for programs.")
    .addOption(
      new Option(
        "--model <file>",
        "a .safetensors file of a model for photos (default: the one in the package)",
      ).argParser(nonEmpty),
    )
    .addOption(
      new Option("--host <address>", "the address to listen at; 0.0.0.0 is all, for other machines too")
        .argParser(hostName)
        .default(DEFAULTS.host),
    )
    .addOption(number("--port <n>", "the port; 0 takes a free one", 0, 65_535).default(DEFAULTS.port))
    .addOption(
      new Option(
        "--allow-host <name>",
        "a name that leads here by a proxy, also of a site whose pages may send photos; repeat it for more",
      )
        .argParser((text: string, all: readonly string[]) => [...all, hostName(text)])
        .default([], "none"),
    )
    .addOption(
      number("--threads <n>", "threads to compute with; changes the time, not the result (default: all cores)", 1, 16),
    )
    .addOption(
      number(
        "--top-k <n>",
        `classes of an answer, where the request says nothing (default: ${DEFAULTS.topK})`,
        1,
        1000,
      ),
    )
    .addOption(
      new Option("--max-body <size>", "largest body of a request, such as 500k or 16M")
        .argParser(byteSize(1024, 1024 * MiB))
        .default(DEFAULTS.maxBody, "16M"),
    )
    .addOption(
      number("--max-pixels <n>", "largest image, in pixels as its header declares them", 1, MOST_PIXELS).default(
        DEFAULTS.maxPixels,
      ),
    )
    .addOption(number("--max-images <n>", `images of one request (default: ${DEFAULTS.maxImages})`, 1, 10_000))
    .addOption(
      number(
        "--max-connections <n>",
        "connections at the same time; for a new one the longest idle is ended",
        1,
        100_000,
      ).default(DEFAULTS.maxConnections),
    )
    .addOption(
      number("--concurrency <n>", `images under way at the same time (default: ${defaultConcurrency()})`, 1, 1024),
    )
    .addOption(
      number("--queue <n>", "images that may wait, before requests get 503 (default: 4 × concurrency)", 0, 100_000),
    )
    .addOption(
      new Option("--timeout <seconds>", "for a body to arrive, and then for its answer")
        .argParser(positiveNumber(3600))
        .default(DEFAULTS.timeout),
    )
    .addOption(
      new Option("--grace <seconds>", "for requests under way, when the server is to stop")
        .argParser(positiveNumber(3600))
        .default(DEFAULTS.grace),
    )
    .addOption(new Option("--quiet", "no line on stderr for each request"))
    .option("--json", "print one JSON object on stdout once the server listens, everything else on stderr")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", HELP_TAIL)
    .action((settings: ServeSettings) => serve(settings));
}

function defaultConcurrency(): string {
  return `8 for each core, here ${Math.min(64, 8 * availableParallelism())}`;
}

const HELP_TAIL = `
Examples:
  npx fashion-wasm serve
  npx fashion-wasm serve --port 0 --json
  curl --data-binary @coat.jpg -H 'content-type: image/jpeg' http://127.0.0.1:8080/v1/classify
  curl -F image=@coat.jpg -F image=@boot.png http://127.0.0.1:8080/v1/classify

GET / is a page to drop images on, /openapi.json describes the API, /health and /v1/model say what they are called.
Nothing is fetched or sent anywhere; photos are not kept. There is no authentication and no TLS.

Exit codes: 1 failed, 2 wrong use, 130 interrupted, 143 terminated.`;
