/**
 * Orders and customers, as the package shows them. What they do is in a file of its own, fetched when one is first called:
 * whoever trains or predicts does not download it.
 */
import type { ByteSource } from "../platform/byte-source.js";
import { laterScript } from "../platform/later-script.js";
import type { Catalogue } from "./catalogue/catalogue.js";
import type { CatalogueOptions } from "./catalogue/read-catalogue.js";
import type { MeasureUpliftOptions } from "./measure-uplift.js";
import type { Orders } from "./orders/orders.js";
import type { Audience, AudienceOptions, GarmentWish } from "./profiles/audience.js";
import type { BacktestOptions, BacktestResult } from "./profiles/backtest.js";
import type { CustomerProfile } from "./profiles/customer-profile.js";
import type { CustomerProfiles } from "./profiles/customer-profiles.js";
import type { ItemsToShowOptions, ItemToShow } from "./profiles/items-to-show.js";
import type { CustomerProfilesOptions } from "./profiles/profile-customers.js";
import type { ReadOrdersOptions } from "./read-options.js";
import type { UpliftData } from "./uplift-lists.js";
import type { UpliftMeasurement } from "./uplift-measurement.js";

function customers() {
  return laterScript("the part of the package for orders and customers", () => import("./customers.js"));
}

/**
 * Reads the orders of a shop, and adds up what each customer bought.
 *
 * Files are recognised by their headers: Shopify's export of orders, WooCommerce's, events of Segment and of Google Analytics 4
 * (JSON Lines), and plain tables with a customer, a date and an item or a label; plain or in gzip, several together. Cancelled,
 * refunded and unpaid orders, and orders that are there twice, are left out and counted; a row that is wrong is told and left
 * out. Items get their classes from the catalogue, by SKU, handle, name, id or image; those without stay without, and are
 * counted. Lines are not kept: memory is that of customers and items.
 *
 * @param sources a path (Node), URL, bytes, Blob or File, or a list of them.
 * @param options see {@link ReadOrdersOptions}.
 * @returns the orders, for `customerProfiles`, `audience` and `backtest`.
 * Errors: CSV_EMPTY, CSV_HEADER for what is no file of orders; CSV_COLUMNS; TABLE_ROW for a wrong row with `strict`; CURRENCY for a
 * second currency without a rate; those of gzip; IO, DOWNLOAD_FAILED, INVALID_ARGUMENT.
 *
 * @example
 * const orders = await readOrders("orders_export.csv", { catalogue: "labelled.csv" });
 * console.log(orders.summary.customers, orders.summary.leftOut);
 */
export async function readOrders(
  sources: ByteSource | readonly ByteSource[],
  options?: ReadOrdersOptions,
): Promise<Orders> {
  return (await customers()).readOrders(sources, options);
}

/**
 * Reads a labelled catalogue: the table that `fashion-wasm predict` wrote, in CSV or JSON Lines.
 *
 * A label that a person gave (`reviewed_label`) is certain. Else the probabilities of the first classes count as they are, and
 * what is left of 1 is spread evenly over the others. Rows of one name (SKU, handle, name, id, image), photos of one product for
 * example, are one item: the mean of them. Rows that failed, and those of no garment, have no label.
 *
 * @param source a path (Node), URL, bytes, Blob or File.
 * @param options see {@link CatalogueOptions}.
 * Errors: CSV_HEADER for a table without labels, or without anything that names items; TABLE_ROW for a probability that is
 * none; those of reading; INVALID_ARGUMENT.
 *
 * @example
 * const catalogue = await readCatalogue("labelled.csv");
 * const orders = await readOrders("orders_export.csv", { catalogue });
 */
export async function readCatalogue(source: ByteSource, options?: CatalogueOptions): Promise<Catalogue> {
  return (await customers()).readCatalogue(source, options);
}

/**
 * Makes a profile of every customer: which classes it likes, how active it is, what it is expected to buy.
 *
 * The shares of classes are the posterior mean of a Dirichlet model: purchases, weighted by their age, are added to those of the
 * average customer, as many as make the shop's own data most likely; doubtful labels count as what they probably are
 * (docs/customers/tastes.md). Activity is lifetimes' frequency, recency and T; RFM scores and segments are those of R's package
 * rfm; expected purchases are BG/NBD's, times the customer's labelled lines on a day with purchases, to which 5 days of the
 * average customer are added.
 *
 * @param orders what `readOrders` returned.
 * @param options see {@link CustomerProfilesOptions}.
 * Errors: INVALID_ARGUMENT where no order counts, or nothing has a label; DISPOSED.
 *
 * @example
 * const profiles = await customerProfiles(await readOrders("orders_export.csv", { catalogue: "labelled.csv" }));
 * for (const { id, topCategory, sure } of profiles) if (sure > 0.9) console.log(id, topCategory);
 */
export async function customerProfiles(orders: Orders, options?: CustomerProfilesOptions): Promise<CustomerProfiles> {
  return (await customers()).customerProfiles(orders, options);
}

/**
 * Chooses the customers who should hear of a class, of several (`Dress or Shirt`), or of one garment, ranked by purchases of it
 * that are expected within the horizon, and deals a part of them into a control group, by which `measureUplift` can say later
 * whether it worked.
 *
 * `expected(c) = purchases(c) · Σₖ weightₖ · affinity(c, k)`: purchases of the customer within the horizon (`expectedPurchases` of the
 * profile) times the part that is of it; for a garment weights are the probabilities of its classes; of what `and` joins the least
 * counts. `reach` is the sum over the audience by that over all customers, `lift` is reach by the part of all customers.
 *
 * Affinity is not uplift: who likes dresses may buy them without being told. The control group is there to find out.
 *
 * @param profiles what `customerProfiles` returned.
 * @param about a class, an expression, or a garment.
 * @param options see {@link AudienceOptions}.
 * Errors: INVALID_ARGUMENT, also where nobody is left, and for addresses to exclude where customers' addresses were not kept;
 * DISPOSED.
 *
 * @example
 * const dresses = await audience(profiles, "Dress or Shirt", { size: 500, controlShare: 0.1 });
 * dresses.customers.filter(({ group }) => group === "target").map(({ id }) => id);
 */
export async function audience(
  profiles: CustomerProfiles,
  about: string | GarmentWish,
  options?: AudienceOptions,
): Promise<Audience> {
  return (await customers()).audience(profiles, about, options);
}

/**
 * Tries profiles on the past: they are made of what was bought before the cutoff of the orders, and for each class the part `share`
 * of the customers of whom most is expected is chosen. `lift` is the part of the later purchases of the class that was theirs, by
 * `share`: 1 is chance. Beside it stand choices that need no profiles: the most active, the most recent, those whose last purchase
 * was of the class, and random ones. Intervals take customers as drawn at random (docs/customers/backtest.md has the formulas);
 * later purchases with doubtful labels are counted by the mixture of classes that makes them most likely in each group.
 *
 * @param orders what `readOrders` returned, with the option `cutoff`.
 * @param options see {@link BacktestOptions}.
 * Errors: INVALID_ARGUMENT without a cutoff, or where nothing was bought after it; DISPOSED.
 *
 * @example
 * const orders = await readOrders(files, { catalogue, cutoff: "2026-04-01" });
 * console.log((await backtest(orders)).verdict);
 */
export async function backtest(orders: Orders, options?: BacktestOptions): Promise<BacktestResult> {
  return (await customers()).backtest(orders, options);
}

/**
 * Chooses items of a catalogue for a customer: of each class as many as its share asks for (largest remainders), the class with the
 * largest share first, the surest of a class first, none that the customer has.
 *
 * Errors: INVALID_ARGUMENT.
 *
 * @example
 * const items = await itemsToShow(profiles.get("C1042"), catalogue, { count: 6 });
 */
export async function itemsToShow(
  profile: CustomerProfile,
  catalogue: Catalogue,
  options?: ItemsToShowOptions,
): Promise<ItemToShow[]> {
  return (await customers()).itemsToShow(profile, catalogue, options);
}

/**
 * Measures whether a campaign worked: compares the outcomes of a target group with those of a control group that was held
 * out at random.
 *
 * `uplift = mean(target) − mean(control)`, with an interval at `level`: Newcombe's hybrid score interval of binary outcomes,
 * with Wilson's intervals [l, u] of both shares
 *
 * `[p₁ − p₀ − √((p₁ − l₁)² + (u₀ − p₀)²), p₁ − p₀ + √((u₁ − p₁)² + (p₀ − l₀)²)]`,
 *
 * Welch's of amounts, `p₁ − p₀ ± t · √(s₁²/n₁ + s₀²/n₀)`. Where it holds 0, `effect` is `"not shown"` and the summary says so.
 *
 * With scores also: uplift among the first `k` by score; the Qini curve `y₁ − y₀ · n₁/n₀` and the uplift curve
 * `(y₁/n₁ − y₀/n₀) · n` over the first n customers by score, of which n₁ with outcomes y₁ are of target and n₀ with y₀ of
 * control; their areas above the diagonal, as a share of those of the perfect order (Qini coefficient, AUUC; of binary
 * outcomes only). Numbers are those of scikit-uplift 0.5.1; of equal scores the later in the list comes first, as there.
 *
 * `warnings` say what speaks against the result: groups that do not look randomly dealt, by their sizes
 * (`controlShare`, chi-square, p < 0.001) or by their scores (Welch's test, p < 0.01); more equal scores
 * beyond the cut of k than 1 % of the customers before it; amounts
 * of fewer than 50 buyers in a group, whose intervals are too narrow.
 *
 * @example
 * const { summary, overall, warnings } = await measureUplift(
 *   { outcome: [1, 0, 1, 0, 0, 0], group: ["target", "target", "target", "control", "control", "control"] },
 *   { controlShare: 0.5 },
 * );
 * overall.uplift; // 0.667
 * overall.effect; // "raised" only where the interval lies above 0
 * @throws FashionWasmError INVALID_ARGUMENT for lists of different lengths, a value that is no finite number, an outcome below
 * 0, a group of fewer than 2 customers, a `k` that leaves a group empty, an option that is not allowed;
 * ENGINE_START_FAILED where customers.wasm cannot be loaded.
 * @see Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10; Welch 1947;
 * Radcliffe 2007, "Using control groups to target on predicted lift"; scikit-uplift `sklift.metrics`
 */
export async function measureUplift(data: UpliftData, options?: MeasureUpliftOptions): Promise<UpliftMeasurement> {
  return (await customers()).measureUplift(data, options);
}
