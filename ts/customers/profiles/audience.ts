/**
 * Who should hear of it: an audience for a class, several, or one garment.
 */
import { FashionWasmError } from "../../errors.js";
import { integerOption, invalidOption, numberOption, optionsObject, stringOption } from "../../options/check.js";
import { freeIfWhole } from "../../wasm/instances.js";
import { useProfiles } from "../inside.js";
import type { CustomerProfiles } from "./customer-profiles.js";
import { parseExpression } from "./expression.js";

/** A garment: what the classifier says of it. */
export interface GarmentWish {
  /** What it is called. */
  readonly name: string;
  /** The probability of each class, in the order of the profiles' `classNames`. */
  readonly probabilities: ArrayLike<number>;
}

/** Options of {@link audience}. */
export interface AudienceOptions {
  /** Customers at most: a number, or with `share` the part of all; default a tenth. */
  readonly size?: number;
  /** The part of all customers; not together with `size`. */
  readonly share?: number;
  /** Labelled purchases that a customer has at least; default 3. */
  readonly minimumSupport?: number;
  /** The part that is held out at random, from 0 to 0.5; default 0.1. */
  readonly controlShare?: number;
  /** Of the hold-out; default 1. Another seed, or another name, holds others out. */
  readonly seed?: number;
  /** What the audience is called; default: the class, the expression or the garment. */
  readonly name?: string;
  /**
   * Who is in no audience: ids, e-mail addresses or telephone numbers, or SHA-256 of such. Addresses of customers whom orders
   * know by an id are known where `readOrders` was told to keep `contacts`.
   */
  readonly exclude?: readonly string[];
}

/** A customer of an audience. */
export interface AudienceCustomer {
  readonly id: string;
  /** The place in the profiles. */
  readonly place: number;
  /** Purchases of what the audience is about that are expected within the horizon. */
  readonly expectedPurchases: number;
  /** Of what the customer buys: the part that is of it. */
  readonly affinity: number;
  /** The same by that of the average customer: 100 is average. */
  readonly index: number;
  readonly support: number;
  readonly consent: "yes" | "no" | "unknown";
  /** Control is not to be addressed. */
  readonly group: "target" | "control";
}

/** Who should hear of it. */
export interface Audience {
  readonly name: string;
  /** What it is about, for people. */
  readonly about: string;
  /** The customers, the greatest expectation first. */
  readonly customers: readonly AudienceCustomer[];
  readonly size: number;
  readonly target: number;
  readonly control: number;
  /** The part of all expected purchases of it that are theirs. */
  readonly reach: number;
  /** Their mean expectation by that of all customers. It is what the model expects; `backtest` says what came true. */
  readonly lift: number;
  /** Purchases of it that are expected of them together. */
  readonly expectedPurchases: number;
  readonly horizonDays: number;
  readonly minimumSupport: number;
  readonly controlShare: number;
  readonly seed: number;
  /** Customers who are not in it, by the reason: they said no to marketing, are on the list, have bought too little. */
  readonly leftOut: { readonly saidNo: number; readonly excluded: number; readonly tooFew: number };
}

const WHERE = "audience";
const NAMES = ["size", "share", "minimumSupport", "controlShare", "seed", "name", "exclude"] as const;

/** As face.ts says. */
export function audience(profiles: CustomerProfiles, about: string | GarmentWish, options?: AudienceOptions): Audience {
  useProfiles(profiles, WHERE, () => undefined);
  const given = optionsObject(WHERE, options, NAMES);
  const { minimumSupport = 3, controlShare = 0.1, seed = 1, exclude = [] } = given;
  integerOption(WHERE, "minimumSupport", minimumSupport, { min: 0 });
  numberOption(WHERE, "controlShare", controlShare, { min: 0, max: 0.5 });
  integerOption(WHERE, "seed", seed, { min: 0 });
  const weights =
    typeof about === "string" ? parseExpression(WHERE, about, profiles.classNames) : [garment(about, profiles)];
  const text = typeof about === "string" ? about.trim() : about.name;
  const name = stringOption(WHERE, "name", given.name ?? text);
  const most = sizeOf(given, profiles.size);
  const flat = Float64Array.from(weights.flatMap((one) => [...one]));
  const asked = { most, support: minimumSupport, control: controlShare, seed, name, excluded: excludedOf(exclude) };
  return useProfiles(profiles, WHERE, (rust, book) => {
    const found = rust.audience(book, flat, asked);
    try {
      const facts = found.facts() as Facts;
      const customers = members(profiles, weights, found.places(), found.expected(), found.heldOut());
      const control = customers.filter(({ group }) => group === "control").length;
      return {
        name,
        about: typeof about === "string" ? text : aboutGarment(about, profiles.classNames),
        customers,
        size: customers.length,
        target: customers.length - control,
        control,
        reach: facts.reach,
        lift: facts.lift,
        expectedPurchases: customers.reduce((sum, { expectedPurchases }) => sum + expectedPurchases, 0),
        horizonDays: profiles.horizonDays,
        minimumSupport,
        controlShare,
        seed,
        leftOut: { saidNo: facts.saidNo, excluded: facts.excluded, tooFew: facts.tooFew },
      };
    } finally {
      freeIfWhole(found);
    }
  });
}

interface Facts {
  readonly reach: number;
  readonly lift: number;
  readonly saidNo: number;
  readonly excluded: number;
  readonly tooFew: number;
}

function members(
  profiles: CustomerProfiles,
  weights: readonly Float64Array[],
  places: Uint32Array,
  expected: Float64Array,
  heldOut: Uint8Array,
): AudienceCustomer[] {
  const share = (shares: readonly number[]) =>
    Math.min(...weights.map((one) => one.reduce((sum, weight, i) => sum + weight * (shares[i] ?? 0), 0)));
  const average = share(profiles.population);
  return Array.from(places, (place, rank) => {
    const { id, affinity, support, consent } = profiles.at(place);
    const liked = share(affinity);
    return {
      id,
      place,
      expectedPurchases: expected[rank] ?? 0,
      affinity: liked,
      index: (100 * liked) / average,
      support,
      consent,
      group: heldOut[rank] === 1 ? "control" : "target",
    };
  });
}

function garment({ name, probabilities }: GarmentWish, { classNames }: CustomerProfiles): Float64Array {
  const values = Float64Array.from(probabilities ?? []);
  const sum = values.reduce((all, one) => all + one, 0);
  const isOne = values.length === classNames.length && values.every((one) => one >= 0) && Math.abs(sum - 1) < 0.01;
  if (typeof name === "string" && isOne) return values;
  const expected = `{ name, probabilities }, ${classNames.length} numbers that add up to 1, of ${classNames.join(", ")}`;
  throw invalidOption(WHERE, "about", { name, probabilities }, expected);
}

/** Which classes a garment may be of. */
function aboutGarment({ name, probabilities }: GarmentWish, classNames: readonly string[]): string {
  const likely = classNames
    .map((each, i) => [each, probabilities[i] ?? 0] as const)
    .filter(([, probability]) => probability >= 0.05)
    .sort(([, a], [, b]) => b - a)
    .map(([each, probability]) => `${each} ${Math.round(100 * probability)} %`);
  return `${name}: ${likely.join(", ")}`;
}

function sizeOf({ size, share }: Partial<AudienceOptions>, customers: number): number {
  if (size !== undefined && share !== undefined) {
    throw new FashionWasmError(
      "INVALID_ARGUMENT",
      `${WHERE}: options "size" and "share" say the same → give one of them`,
    );
  }
  if (size !== undefined) return integerOption(WHERE, "size", size, { min: 1 });
  const part = share === undefined ? 0.1 : numberOption(WHERE, "share", share, { above: 0, max: 1 });
  return Math.max(1, Math.round(part * customers));
}

/** As Rust compares them. */
function excludedOf(exclude: readonly string[]): string[] {
  if (!Array.isArray(exclude) || exclude.some((one) => typeof one !== "string")) {
    throw invalidOption(WHERE, "exclude", exclude, "a list of ids or addresses");
  }
  return exclude.map((one) => one.trim()).map((one) => (one.includes("@") || isHash(one) ? one.toLowerCase() : one));
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text);
}
