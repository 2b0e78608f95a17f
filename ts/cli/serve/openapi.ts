/**
 * `GET /openapi.json`: the API described in OpenAPI 3.1, with this server's limits.
 */
import { FIELD } from "./multipart.js";
import { schemas } from "./openapi-schemas.js";
import { FORM_TYPE, IMAGE_TYPES } from "./photo-request.js";
import type { Limits } from "./settings.js";

/** What the description is of. */
export interface Described {
  readonly version: string;
  readonly limits: Limits;
  readonly topK: number;
  readonly classNames: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ "application/json": { schema } });

/** Headers that every answer has. */
const HEADERS: Json = {
  "X-Request-Id": {
    description: "The request's own where it was valid, else a new UUID.",
    required: true,
    schema: { type: "string", minLength: 1, maxLength: 128 },
  },
};
const RETRY: Json = {
  ...HEADERS,
  "Retry-After": { description: "Seconds.", required: true, schema: { type: "string", pattern: "^[0-9]+$" } },
};

const good = (description: string, schema: Json): Json => ({ description, headers: HEADERS, content: json(schema) });
const bad = (description: string, headers = HEADERS): Json => ({ description, headers, content: json(ref("Problem")) });

/** What any path can answer. */
const ANYWHERE: Json = {
  403: bad("The host or the origin is another one's: HOST_REFUSED, ORIGIN_REFUSED."),
};

const REQUEST_ID: Json = {
  name: "X-Request-Id",
  in: "header",
  description: "Kept where it has 1 to 128 letters, digits, or _ . : + / = @ -; any other is replaced.",
  schema: { type: "string" },
};

function document(operationId: string, summary: string, answer: Json, more: Json = {}): Json {
  return { get: { operationId, summary, parameters: [REQUEST_ID], responses: { 200: answer, ...more, ...ANYWHERE } } };
}

/** The description. */
export function openApi({ version, limits, topK, classNames }: Described): Json {
  const { maxBody, maxPixels, maxImages, timeoutMs } = limits;
  const file: Json = { type: "string", format: "binary" };
  const limit = `Bodies of at most ${maxBody} bytes, images of at most ${maxPixels} pixels.`;
  return {
    openapi: "3.1.0",
    info: {
      title: "fashion-wasm serve",
      version,
      description: `Says which garment a photo shows. ${limit} No URL is fetched, no photo is kept.`,
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths: {
      "/v1/classify": {
        post: {
          operationId: "classify",
          summary: "Says which garment a photo shows, or each of several.",
          description: `The body is one image, whose answer comes alone; or a form of 1 to ${maxImages} images, whose answers come in their order, an image that fails with its error in its place.`,
          parameters: [
            {
              name: "topK",
              in: "query",
              description: "Classes of an answer.",
              schema: { type: "integer", minimum: 1, maximum: classNames.length, default: topK },
            },
            {
              name: "pixels",
              in: "query",
              description: "Whether the answer has the 28 × 28 tones that the model saw, as a PNG file.",
              schema: { type: "boolean", default: false },
            },
            REQUEST_ID,
          ],
          requestBody: {
            required: true,
            content: {
              ...Object.fromEntries(IMAGE_TYPES.map((type) => [type, { schema: file }])),
              [FORM_TYPE]: {
                schema: {
                  type: "object",
                  properties: { [FIELD]: { type: "array", items: file, minItems: 1, maxItems: maxImages } },
                  required: [FIELD],
                  additionalProperties: false,
                },
              },
            },
          },
          responses: {
            200: good("The answer of one image, or those of a form.", { oneOf: [ref("Answer"), ref("Results")] }),
            400: bad(
              "The query, the form or the request is not valid: QUERY, BODY_MISSING, BODY_INCOMPLETE, MULTIPART_INVALID, TOO_MANY_IMAGES, BAD_REQUEST.",
            ),
            408: bad(`The body did not arrive within ${timeoutMs / 1000} s: BODY_TIMEOUT.`),
            413: bad("Too large: BODY_TOO_LARGE, IMAGE_TOO_LARGE."),
            415: bad("No PNG, JPEG or WebP, or a URL: MEDIA_TYPE, CONTENT_ENCODING, IMAGE_FORMAT."),
            422: bad("The image is damaged: IMAGE_INVALID."),
            500: bad("The classifier failed; it is opened anew."),
            503: bad("Too much to do, or stopping: BUSY, TIMEOUT, RESTARTING, STOPPING, OUT_OF_MEMORY.", RETRY),
            ...ANYWHERE,
          },
        },
      },
      "/v1/model": document(
        "model",
        "The model: what it is, what was measured, what it is not for.",
        good("The card.", ref("Model")),
      ),
      "/health": document("health", "Whether the server takes photos now.", good("It does.", ref("Health")), {
        503: { description: "It does not.", headers: RETRY, content: json(ref("Health")) },
      }),
      "/openapi.json": document(
        "openapi",
        "This description.",
        good("OpenAPI 3.1.", { type: "object", required: ["openapi"] }),
      ),
      "/": document("page", "A page to drop images on.", {
        description: "The page.",
        headers: HEADERS,
        content: { "text/html": { schema: { type: "string" } } },
      }),
    },
    components: { schemas: schemas(classNames) },
  };
}
