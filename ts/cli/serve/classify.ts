/**
 * `POST /v1/classify`: photos to answers. One that fails in a form leaves the others alone.
 */
import { type Answer, jsonAnswer } from "./answer.js";
import { answerJson } from "./answer-json.js";
import { checkDeclared, type Held, type Reading } from "./body.js";
import type { ServingEngine } from "./engine.js";
import { declaredSize } from "./image-size.js";
import { bodyType, readPhotos, refuseUrl } from "./photo-request.js";
import type { Places } from "./places.js";
import { Problem, problemOf } from "./problem.js";
import { type Query, queryOf } from "./query.js";
import type { Limits } from "./settings.js";

/** What classifying takes. */
export interface Classifying {
  readonly engine: ServingEngine;
  readonly places: Places;
  readonly held: Held;
  readonly limits: Limits;
  /** Classes of an answer where the query says nothing. */
  readonly topK: number;
}

/** A request for it. */
export type ClassifyRequest = Omit<Reading, "hold" | "limits"> & {
  readonly query: URLSearchParams;
  /** Called with the size of each piece of the body. */
  onBytes(bytes: number): void;
  /** Called when the body is there: from now on the time of the server counts. */
  onReceived(): void;
};

/** Answers. Errors: {@link Problem}, FashionWasmError; the signal's reason. */
export async function classify(asked: ClassifyRequest, doing: Classifying): Promise<Answer> {
  const { engine, places, held, limits } = doing;
  const { request, signal } = asked;
  const query = queryOf(asked.query, doing.topK, engine.classNames.length);
  checkDeclared(request, limits);
  const type = bodyType(request);
  places.check(1); // before the body is read for nothing
  let bytes = 0;
  const hold = (more: number) => {
    asked.onBytes(more);
    held.add(more);
    bytes += more;
  };
  try {
    const sent = await readPhotos({ ...asked, limits, hold }, type, limits.maxImages);
    asked.onReceived();
    const contents = sent.kind === "form" ? sent.files.map(({ content }) => content) : [sent.content];
    places.take(contents.length);
    const results = await all(contents.map((content) => places.run(() => one(content, query, signal, doing), signal)));
    signal.throwIfAborted();
    if (sent.kind === "image") return jsonAnswer(200, answerIn(results[0]));
    const named = sent.files.map(({ name }, i) => ({ name, ...inForm(results[i]) }));
    return jsonAnswer(200, { results: named });
  } finally {
    held.release(bytes);
  }
}

type Result = PromiseSettledResult<Record<string, unknown>> | undefined;

/** Waits for all also where one fails: their bytes are held as long as their work goes on. */
function all<T>(works: readonly Promise<T>[]): Promise<PromiseSettledResult<T>[]> {
  return Promise.allSettled(works);
}

function answerIn(result: Result): Record<string, unknown> {
  if (result?.status === "fulfilled") return result.value;
  throw result?.reason;
}

/** In a form an image's own error stands in its place; one that is the server's ends the request. */
function inForm(result: Result): Record<string, unknown> {
  if (result?.status === "fulfilled") return result.value;
  const { status, code, message } = problemOf(result?.reason);
  if (status >= 500) throw result?.reason;
  return { error: { code, message } };
}

async function one(
  content: Buffer,
  { topK, pixels }: Query,
  signal: AbortSignal,
  { engine, limits }: Classifying,
): Promise<Record<string, unknown>> {
  refuseUrl(content);
  checkPixels(declaredSize(content), limits);
  const answer = await engine.classify(content, { topK, signal, maxBytes: limits.maxBody });
  const { width, height } = answer.prepared;
  checkPixels([width, height], limits);
  return answerJson(answer, pixels);
}

function checkPixels(size: readonly [number, number] | null, { maxPixels }: Limits): void {
  if (size === null || size[0] * size[1] <= maxPixels) return;
  const [width, height] = size;
  const what = `the image is ${height}×${width} pixels (height × width)`;
  throw new Problem(413, "IMAGE_TOO_LARGE", `${what}, the limit of this server is ${maxPixels} pixels (--max-pixels)`);
}
