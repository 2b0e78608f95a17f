/**
 * `--augment`: from text, or layers of a file, to the layers that stand before those of the recipe.
 */
import { InvalidArgumentError } from "commander";
import { FashionWasmError, type Layer, type Model } from "../../index.js";
import { oneOf } from "../options.js";
import { AUGMENTATIONS, type Augmentation } from "./augmentations.js";
import { namedValues } from "./named-values.js";
import { layersValue } from "./spec-values.js";

const NAMES = Object.keys(AUGMENTATIONS) as (keyof typeof AUGMENTATIONS)[];

/** What `--augment` alone means. */
export const AUGMENT_PRESET = "flip+translation";

/** Reads `flip+translation:heightFactor=0.1,fillMode=nearest`. Errors: commander's, as of all values. */
export function augmentText(text: string): readonly Layer[] {
  // Not the sign of a number: a name begins with a letter.
  return text.split(/\+(?=\s*[a-z])/i).map((part) => {
    const at = part.indexOf(":");
    const name = nameOf(at < 0 ? part : part.slice(0, at));
    const { options, make }: Augmentation = AUGMENTATIONS[name];
    try {
      return make(at < 0 ? {} : namedValues(part.slice(at + 1), options));
    } catch (error) {
      if (!(error instanceof FashionWasmError)) throw error;
      throw new InvalidArgumentError(`${error.message}.`);
    }
  });
}

/** Reads the same from a file: text, or an array of layers. */
export function augmentValue(value: unknown): readonly Layer[] | "none" {
  if (value === null || value === "none") return "none";
  const layers = typeof value === "string" ? augmentText(value) : layersValue(value);
  const other = layers.find(({ type }) => !type.startsWith("random"));
  if (other === undefined) return layers;
  throw new InvalidArgumentError(`${other.type} is no augmentation. Expected layers such as randomFlip.`);
}

/** `flip`, `random-flip` or `randomFlip`. */
function nameOf(text: string) {
  const short = text.trim().replace(/^random-?/i, "");
  return oneOf(NAMES)(short.charAt(0).toLowerCase() + short.slice(1));
}

/** The layers of augmentation that a model has, by `--augment`, in a file, or of its base. */
export function augmentationOf(model: Model): readonly { readonly type: string }[] {
  return model.getConfig().layers.filter(({ type }) => type.startsWith("random"));
}

/** The layers in words, options and all: `randomFlip (mode horizontal)`. */
export function augmentInWords(layers: readonly { readonly type: string }[]): string {
  return layers
    .map(({ type, ...options }) => {
      const words = Object.entries(options)
        .filter(([name]) => name !== "name" && name !== "trainable")
        .map(([name, value]) => `${name} ${[value].flat().map(valueInWords).join(" to ")}`);
      return `${type} (${words.join(", ")})`;
    })
    .join(", ");
}

const valueInWords = (value: unknown) => String(typeof value === "number" ? Number(value.toPrecision(3)) : value);

/** The table for the help. */
export const AUGMENT_HELP = NAMES.map((name) => `  ${name.padEnd(13)}${AUGMENTATIONS[name].meaning}`).join("\n");
