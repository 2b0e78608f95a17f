/**
 * What was read, as a person reads it: customers and orders, and all that does not count.
 */
import { count, counted } from "../format.js";
import type { ReadOrders } from "./read.js";

const REASONS = {
  cancelled: "of cancelled orders",
  refunded: "of refunded orders",
  unpaid: "of orders not paid yet",
  duplicate: "of orders that were in a file before",
  noCustomer: "without a customer",
  noQuantity: "of quantity 0",
} as const;

/** Lines of text. */
export function summaryLines({ orders }: Pick<ReadOrders, "orders">): string[] {
  const { summary } = orders;
  const { leftOut, files } = summary;
  const span = summary.firstOrder === null ? "" : `, ${summary.firstOrder} to ${summary.lastOrder}`;
  const head = `${counted(summary.customers, "customer")}, ${counted(summary.orders, "order")}, ${counted(summary.lines, "line")} of ${counted(summary.items, "item")}${span}`;
  const left = Object.entries(REASONS).flatMap(([name, what]) => {
    const lines = leftOut[name as keyof typeof REASONS];
    return lines > 0 ? [`left out: ${counted(lines, "line")} ${what}`] : [];
  });
  return [
    head,
    ...files.map(
      ({ name, kind, rows, lines }) =>
        `${name}: ${kind}, ${counted(rows, "row")}, ${counted(lines, "line")} that count`,
    ),
    ...left,
    ...(summary.returned > 0
      ? [`came back: ${counted(summary.returned, "line")}${unmatched(summary.unmatchedReturns)}`]
      : []),
    ...(summary.partRefunds > 0
      ? [`refunded in part: ${counted(summary.partRefunds, "order")}; their lines count`]
      : []),
    ...(summary.badRows > 0 ? [`wrong: ${counted(summary.badRows, "row")}, left out`] : []),
    ...unlabelled(orders),
    ...summary.notes.map((note) => `note: ${note}`),
  ];
}

function unmatched(lines: number): string {
  return lines > 0 ? `, ${count(lines)} of them bought before these orders` : "";
}

function unlabelled(orders: ReadOrders["orders"]): string[] {
  const { noLabel } = orders.summary.leftOut;
  if (noLabel === 0) return [];
  const items = orders.unlabelledItems(5).map(({ item, lines }) => `${item} (${count(lines)})`);
  const shown = items.length > 0 ? `: ${items.join(", ")}` : "";
  return [`without a label: ${counted(noLabel, "line")}, which tell nothing of tastes${shown}`];
}
