/**
 * What is at which path, and by which methods.
 */
import { type Answer, jsonAnswer } from "./answer.js";
import { type Classifying, type ClassifyRequest, classify } from "./classify.js";
import { health, type Watched } from "./health.js";
import { Problem, unavailable } from "./problem.js";

/** What routes answer with. */
export interface House extends Classifying, Watched {
  /** Made once. */
  readonly documents: Readonly<Record<"page" | "model" | "openapi", Answer>>;
}

type Handler = (house: House, request: ClassifyRequest) => Answer | Promise<Answer>;

const ROUTES: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  "/": { GET: ({ documents }) => documents.page },
  "/health": { GET: (house) => health(house) },
  "/openapi.json": { GET: ({ documents }) => documents.openapi },
  "/v1/model": { GET: ({ documents }) => documents.model },
  "/v1/classify": {
    POST(house, request) {
      if (house.isStopping())
        throw unavailable("STOPPING", "the server is stopping → try again, at another one perhaps");
      return classify(request, house);
    },
  },
};

/** Answers a request. Errors: 404 NOT_FOUND, 405 METHOD_NOT_ALLOWED; those of the route. */
export async function answerTo(house: House, method: string, path: string, request: ClassifyRequest): Promise<Answer> {
  if (path === "*" && method === "OPTIONS") return allowed(["GET", "HEAD", "POST", "OPTIONS"]);
  const route = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (route === undefined) {
    throw new Problem(404, "NOT_FOUND", `there is nothing here → ${Object.keys(ROUTES).join(", ")}`);
  }
  const methods = Object.keys(route).flatMap((name) => (name === "GET" ? ["GET", "HEAD"] : [name]));
  if (method === "OPTIONS") return allowed([...methods, "OPTIONS"]);
  const handler = methods.includes(method) ? (route[method] ?? route.GET) : undefined;
  if (handler !== undefined) return handler(house, request);
  const allow = [...methods, "OPTIONS"].join(", ");
  throw new Problem(405, "METHOD_NOT_ALLOWED", `the method is not one of ${allow}`, { allow });
}

function allowed(methods: readonly string[]): Answer {
  return { status: 204, type: null, body: "", headers: { allow: methods.join(", ") } };
}

/** A document that never changes while the server runs. */
export function document(value: unknown): Answer {
  return jsonAnswer(200, value);
}
