/**
 * The objects of the API for its description: what an answer has, and of which kind each member is.
 */
import type { ReviewReason } from "../../index.js";

type Json = Readonly<Record<string, unknown>>;

/** An object that has these members and no others; those of `optional` may be missing. */
function object(properties: Json, optional: readonly string[] = []): Json {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", properties, required, additionalProperties: false };
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const list = (items: Json, more: Json = {}): Json => ({ type: "array", items, ...more });
const orNull = (schema: Json): Json => ({ oneOf: [schema, { type: "null" }] });

const TEXT = { type: "string" };
const FLAG = { type: "boolean" };
const NUMBER = { type: "number" };
const COUNT = { type: "integer", minimum: 0 };
const SHARE = { type: "number", minimum: 0, maximum: 1 };
const TONE = { type: "number", minimum: 0, maximum: 255 };

const REASONS: readonly ReviewReason[] = [
  "unlike any garment",
  "several objects",
  "cut off at the border",
  "background not plain",
  "two classes close",
];

const PREPARED = object({
  preparation: { enum: ["photo", "none"] },
  width: COUNT,
  height: COUNT,
  orientation: { type: "integer", minimum: 1, maximum: 8 },
  background: orNull(
    object({
      kind: { enum: ["plain", "gradient", "textured"] },
      color: list(TONE, { minItems: 3, maxItems: 3 }),
      deviation: NUMBER,
      certainty: SHARE,
    }),
  ),
  tones: { enum: ["positive", "negative"] },
  objects: COUNT,
  box: orNull(object({ left: NUMBER, top: NUMBER, width: NUMBER, height: NUMBER })),
  area: SHARE,
  cut: SHARE,
});

/** The schemas, for a model of these classes. */
export function schemas(classNames: readonly string[]): Json {
  const aClass = {
    label: { enum: classNames },
    labelNumber: { type: "integer", minimum: 0, maximum: classNames.length - 1 },
    probability: SHARE,
  };
  const answer = {
    ...aClass,
    topK: list(ref("Class"), { minItems: 1, maxItems: classNames.length }),
    review: { ...FLAG, description: "Whether a person should look." },
    reason: orNull({ enum: REASONS }),
    reasons: list({ enum: REASONS }),
    unlikeness: { ...NUMBER, description: "Above 0, the image is unlike any garment." },
    prepared: ref("Prepared"),
    pixels: { type: "string", contentEncoding: "base64", contentMediaType: "image/png" },
  };
  const error = object({ code: TEXT, message: TEXT });
  return {
    Class: object(aClass),
    Prepared: PREPARED,
    Answer: object(answer, ["pixels"]),
    Results: object({
      results: list({ oneOf: [object({ name: TEXT, ...answer }, ["pixels"]), object({ name: TEXT, error })] }),
    }),
    Problem: object({ error, requestId: TEXT }),
    Health: object({
      status: { enum: ["ready", "restarting", "stopping"] },
      live: FLAG,
      ready: FLAG,
      uptimeSeconds: NUMBER,
      images: object({ running: COUNT, waiting: COUNT, concurrency: COUNT, queue: COUNT }),
      heldBytes: COUNT,
      connections: COUNT,
      restarts: COUNT,
      memory: object({ rssBytes: COUNT, heapUsedBytes: COUNT }),
    }),
    Model: {
      type: "object",
      required: ["name", "classNames", "parameters", "weightsSha256", "calibration"],
      properties: {
        name: TEXT,
        classNames: list(TEXT),
        parameters: COUNT,
        weightsSha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
        calibration: object({ temperature: NUMBER, unlikeness: NUMBER, probability: SHARE }),
      },
    },
  };
}
