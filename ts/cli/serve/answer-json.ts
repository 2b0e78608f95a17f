/**
 * The answer of the API as JSON: the members of a `PhotoAnswer`, without pictures of the steps; the image that the model saw only
 * if it was asked for.
 */
import { type PhotoAnswer, pngEncoder } from "../../index.js";

/** Members of `prepared` in the answer, in this order. */
const PREPARED = [
  "preparation",
  "width",
  "height",
  "orientation",
  "background",
  "tones",
  "objects",
  "box",
  "area",
  "cut",
] as const;

/** The answer; with `pixels` it has the 28 × 28 tones as a PNG file in Base64. */
export async function answerJson(answer: PhotoAnswer, pixels: boolean): Promise<Record<string, unknown>> {
  const { prepared, ...rest } = answer;
  const facts = Object.fromEntries(PREPARED.map((name) => [name, prepared[name]]));
  return { ...rest, prepared: facts, ...(pixels && { pixels: await pngOf(answer) }) };
}

async function pngOf({ prepared }: PhotoAnswer): Promise<string> {
  const png = await pngEncoder();
  const [height, width, channels] = prepared.imageShape;
  return Buffer.from(png({ width, height, channels, data: prepared.pixels })).toString("base64");
}
