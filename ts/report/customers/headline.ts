/**
 * The shop in one sentence, and the page in up to six numbers.
 */
import { html, type Markup } from "../html.js";
import { count, counted, fixed, percent } from "../numbers.js";
import type { Headline } from "../page.js";
import { inText } from "../words.js";
import type { CustomersPageInput } from "./input.js";
import { upliftRange, upliftWord } from "./uplift.js";
import { day, liftRange, measured, shareWord, times } from "./words.js";

/** Who bought how much, when, and how well it foretells. */
export function leadOf({ shop }: CustomersPageInput): Markup {
  const { customers, orders, items, firstOrder, lastOrder, halfLife } = shop;
  const when =
    firstOrder === null || lastOrder === null
      ? null
      : firstOrder === lastOrder
        ? html` on ${day(firstOrder)}`
        : html` from ${day(firstOrder)} to ${day(lastOrder)}`;
  return html`<strong>${counted(customers, "customer")}</strong> bought ${counted(items, "piece")} in ${counted(orders, "order")}${when}. What they like is estimated from the labels of what they bought${halfLife !== null && html`; a purchase counts half after ${measured(halfLife, "day")}`}.`;
}

/** Customers, orders, tastes that are sure, audiences, and what was measured. */
export function headlinesOf({
  shop,
  tastes,
  sureFrom,
  audiences,
  backtest,
  level,
  uplift,
}: CustomersPageInput): Headline[] {
  const { customers, orders } = shop;
  const sure = tastes.reduce((sum, taste) => sum + taste.sure, 0);
  const [first] = backtest?.methods ?? [];
  return [
    { name: "Customers", value: count(customers), note: "with a purchase that counts" },
    {
      name: "Orders",
      value: count(orders),
      note: customers > 0 && `${fixed(orders / customers, 1)} a customer on average`,
    },
    {
      name: "Favourite known",
      value: customers > 0 ? percent(sure / customers, 0) : "–",
      note: `of customers: their first choice is sure (${percent(sureFrom, 0)} or more)`,
    },
    { name: "Audiences", value: count(audiences.length), note: heldOut(audiences) },
    first === undefined || backtest === null
      ? { name: "Lift in the past", value: "–", note: "not tested on earlier orders" }
      : {
          name: "Lift in the past",
          value: times(first.lift),
          note: html`by ${inText(first.name)}, among the first ${shareWord(backtest.k)} of customers; ${percent(level, 0)} interval ${liftRange(first.lower, first.upper)}`,
        },
    ...(uplift === null
      ? []
      : [
          {
            name: "Uplift",
            value: upliftWord(uplift, uplift.uplift),
            note: html`${uplift.outcomeKind === "binary" && "percentage points, "}of the campaign; ${percent(uplift.level, 0)} interval ${upliftRange(uplift)}`,
          },
        ]),
  ];
}

function heldOut(audiences: CustomersPageInput["audiences"]): string {
  const measurable = audiences.filter(({ control }) => control > 0).length;
  return audiences.length === 0
    ? "none was made"
    : `${measurable === audiences.length ? "all" : count(measurable)} with customers held out, to measure the effect`;
}
