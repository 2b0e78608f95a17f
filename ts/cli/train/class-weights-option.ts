/**
 * `--class-weights`: how much the images of each class count in the loss of training.
 *
 * Classes are called by their names in the data, or by their numbers. Which names there are is known when data are read.
 */
import { InvalidArgumentError } from "commander";
import { nearest } from "../../options/nearest.js";
import { listOfSome, show } from "../../options/show.js";
import { UsageError } from "../exit.js";
import { repeatedName } from "./named-values.js";

/** `balanced`, or weights by name or number of the class. */
export type ClassWeightsWish = "balanced" | Readonly<Record<string, number>>;

/** What `fit` takes. */
export type ResolvedClassWeights = "balanced" | Readonly<Record<number, number>>;

/** Reads `balanced`, `Shirt=2,Coat=1.5`, `6=2`, or `none`. Errors: commander's. */
export function classWeightsText(text: string): ClassWeightsWish | "none" {
  const said = text.trim();
  if (said === "balanced" || said === "none") return said;
  const pairs = said.split(",").map((pair): [string, number] => {
    const at = pair.lastIndexOf("="); // a name may have one
    if (at < 1) throw wrong(`received ${show(pair.trim())}`);
    const weight = pair.slice(at + 1).trim();
    return [pair.slice(0, at).trim(), weight === "" ? Number.NaN : Number(weight)];
  });
  const twice = repeatedName(pairs);
  if (twice !== undefined) throw new InvalidArgumentError(`The class ${show(twice)} is there twice.`);
  return checked(Object.fromEntries(pairs));
}

/** Reads the same from a file: text, an object of weights, or null. */
export function classWeightsValue(value: unknown): ClassWeightsWish | "none" {
  if (value === null) return "none";
  if (typeof value === "string") return classWeightsText(value);
  if (typeof value === "object" && !Array.isArray(value)) return checked(value as Record<string, number>);
  throw wrong(`received ${show(value)}`);
}

function checked(weights: Readonly<Record<string, number>>): ClassWeightsWish {
  const all = Object.entries(weights);
  if (all.length === 0) throw wrong("received nothing");
  for (const [name, weight] of all) {
    if (typeof weight === "number" && weight >= 0 && Number.isFinite(Math.fround(weight))) continue;
    throw new InvalidArgumentError(`The weight of ${show(name)} is ${show(weight)}. Expected a number of at least 0.`);
  }
  return weights;
}

function wrong(received: string): InvalidArgumentError {
  return new InvalidArgumentError(`Expected balanced, or classes with weights such as Shirt=2,Coat=1.5; ${received}.`);
}

/** The weights by class numbers. Errors: UsageError for a class that the data does not have. */
export function resolvedClassWeights(wish: ClassWeightsWish, classNames: readonly string[]): ResolvedClassWeights {
  if (wish === "balanced") return wish;
  const weights: Record<number, number> = {};
  for (const [name, weight] of Object.entries(wish)) {
    const number = placeOf(name, classNames);
    if (weights[number] !== undefined) {
      throw new UsageError(`--class-weights names the class ${number}, ${classNames[number]}, twice → give one weight`);
    }
    weights[number] = weight;
  }
  if (classNames.some((_, place) => weights[place] !== 0)) return weights;
  throw new UsageError("--class-weights: all classes have the weight 0 → leave one that is learnt");
}

/** A name before a number: a class may be called 7. */
function placeOf(name: string, classNames: readonly string[]): number {
  const place = classNames.indexOf(name);
  if (place >= 0) return place;
  if (/^\d+$/.test(name) && Number(name) < classNames.length) return Number(name);
  const meant = nearest(name, classNames);
  const question = meant === undefined ? "" : ` (did you mean ${show(meant)}?)`;
  const known = `${listOfSome(classNames, 20)}, or numbers from 0 to ${classNames.length - 1}`;
  throw new UsageError(`--class-weights names the class ${show(name)}${question} → the data has ${known}`);
}

/** The weights in words, for the terminal and the page. */
export function weightsInWords(weights: ResolvedClassWeights, classNames: readonly string[]): string {
  if (weights === "balanced") return weights;
  return Object.entries(weights)
    .map(([number, weight]) => `${classNames[Number(number)] ?? number} ${weight}`)
    .join(", ");
}
