/** How cells with several items are taken apart. Of the sources, because layouts are not public. */
import { describe, expect, it } from "vitest";
import type { OrderLayout } from "../../ts/customers/orders/layout.js";
import { recogniseOrders } from "../../ts/customers/orders/recognise.js";
import { naiveTable } from "./naive-table.js";
import { layoutOf } from "./order-layouts.js";
import { thrownBy } from "./order-objects.js";

describe("cells with several items", () => {
  const columns = ["order_id", "date", "billing_email", "line_items"];
  const expand = (cell: string) =>
    (recogniseOrders(columns, "x.csv").expand as NonNullable<OrderLayout["expand"]>)(
      ["1", "2026-03-02", "a@example.com", cell],
      "x.csv: line 2",
    );

  it("takes marked signs for text", () => {
    expect(expand("name:A\\: \\|\\;|sku:S\\:1|quantity:2|total:5.00")).toEqual([
      {
        order: "1",
        time: "2026-03-02",
        email: "a@example.com",
        name: "A: |;",
        sku: "S:1",
        quantity: "2",
        amount: "5.00",
      },
    ]);
  });

  it("leaves out what stands for nothing", () => {
    expect(expand("name:A|sku:unknown_product|quantity:2|total:5|refunded_qty:-1")[0]).toEqual(
      expect.not.objectContaining({ sku: expect.anything() }),
    );
    expect(expand("name:A|sku:|quantity:2|total:5|refunded_qty:'-1")[0]).toMatchObject({ refundedQuantity: "1" });
  });

  it.each([
    ["", "holds no item"],
    ["Shirt x 2", "is no field"],
    ["name:A|sku:S|quantity:2", "item 1 has no total"],
    ["name:A|sku:S|sku:T|quantity:2|total:5", '"sku" twice'],
    // The name ends with a backslash, which the export does not mark.
    ["name:A\\|sku:S|sku:S|quantity:2|total:5", "may be two fields"],
    ["[{", "is no JSON"],
    ["[7]", "7 is no item"],
    ["constructor:A|name:A|sku:S|quantity:2", "has no total"],
  ])("refuses %j", (cell, message) => {
    expect(thrownBy(() => expand(cell))).toMatchObject({
      code: "TABLE_ROW",
      message: expect.stringMatching(/^x\.csv: line 2, column 4 \(line_items\): /),
    });
    expect(thrownBy(() => expand(cell)).message).toContain(message);
  });

  it("tells the items of a row apart", () => {
    const { rows } = naiveTable("woocommerce-cells.csv");
    const lines = layoutOf("woocommerce-cells.csv").expand?.(rows[1]?.cells ?? [], "x.csv: line 2");
    expect(lines?.map(({ line, sku, quantity, amount }) => [line, sku, quantity, amount])).toEqual([
      ["1", "SHIRT-1", "1", "29.90"],
      ["2", "BOOT-1", "1", "89.00"],
    ]);
  });
});
