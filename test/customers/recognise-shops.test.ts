/** How exports of shops are recognised by their columns. Of the sources, because layouts are not public. */
import { describe, expect, it } from "vitest";
import { recogniseOrders } from "../../ts/customers/orders/recognise.js";
import { headerOf, layoutOf, read } from "./order-layouts.js";
import { thrownBy } from "./order-objects.js";

describe("exports of shops", () => {
  it("reads what it needs of Shopify's, and none of the rest", () => {
    const layout = layoutOf("shopify.csv");
    expect(layout).toMatchObject({
      name: "shopify",
      fillDown: true,
      amountIsLineTotal: false,
      expand: null,
      notes: [],
    });
    expect(read(layout, headerOf("shopify.csv"))).toEqual({
      order: "Name",
      email: "Email",
      phone: "Phone",
      city: "Billing City",
      region: "Billing Province",
      zip: "Billing Zip",
      country: "Billing Country",
      time: "Created at",
      sku: "Lineitem sku",
      name: "Lineitem name",
      quantity: "Lineitem quantity",
      price: "Lineitem price",
      currency: "Currency",
      status: "Financial Status",
      cancelledAt: "Cancelled at",
      orderRefund: "Refunded Amount",
      orderTotal: "Total",
      consent: "Accepts Marketing",
    });
    expect(headerOf("shopify.csv")[layout.discount as number]).toBe("Lineitem discount");
    expect(layout.statuses).toMatchObject({
      paid: "kept",
      voided: "cancelled",
      authorized: "unpaid",
      refunded: "refunded",
    });
    expect(layout.statuses.constructor).toBeUndefined();
  });

  it("says what a Shopify export without a status cannot tell", () => {
    const columns = headerOf("shopify.csv").filter((name) => name !== "Financial Status");
    expect(recogniseOrders(columns, "x.csv").notes).toEqual([
      expect.stringContaining("cancelled, refunded or never paid"),
    ]);
  });

  it("knows customers of WooCommerce by address, or by number where there is none", () => {
    const columns = headerOf("woocommerce-items.csv");
    expect(read(layoutOf("woocommerce-items.csv"), columns)).toMatchObject({
      order: "order_id",
      email: "billing_email",
      time: "date",
      amount: "item_total",
      refundedQuantity: "item_refunded_qty",
      line: "item_id",
    });
    expect(layoutOf("woocommerce-items.csv").roles).not.toContain("customer");
    expect(layoutOf("woocommerce-items.csv").absent).toEqual({ customer: "0", sku: "unknown_product" });
    const numbers = recogniseOrders(
      columns.filter((name) => name !== "billing_email" && name !== "billing_phone"),
      "x.csv",
    );
    expect(
      read(
        numbers,
        columns.filter((name) => name !== "billing_email" && name !== "billing_phone"),
      ).customer,
    ).toBe("customer_id");
    expect(numbers.absent.customer).toBe("0");
  });

  it.each([
    ["woocommerce-items.csv", "a row per item", true],
    ["woocommerce-packed.csv", "items in one cell", false],
    ["woocommerce-cells.csv", "a cell per item", false],
    ["woocommerce-advanced.csv", "Advanced Order Export", false],
    ["woocommerce-order-items.csv", "Export Order Items", true],
  ])("recognises %s", (file, kind, amountIsLineTotal) => {
    expect(layoutOf(file)).toMatchObject({
      name: "woocommerce",
      kind: expect.stringContaining(kind),
      amountIsLineTotal,
    });
  });

  it("pairs the quantity that was kept with the amount that was kept", () => {
    const columns = [
      "Order Number",
      "Order Date",
      "Email (Billing)",
      "SKU",
      "Quantity",
      "Order Line Total",
      "Item Cost",
    ];
    expect(read(recogniseOrders(columns, "x.csv"), columns)).toMatchObject({
      quantity: "Quantity",
      amount: "Order Line Total",
    });
    const kept = [...columns, "Quantity (- Refund)"];
    const layout = read(recogniseOrders(kept, "x.csv"), kept);
    expect(layout).toMatchObject({ quantity: "Quantity (- Refund)", price: "Item Cost" });
    expect(layout.amount).toBeUndefined();
  });

  it("names the column that an export lacks, or has twice", () => {
    const columns = headerOf("woocommerce-items.csv");
    const lacking = thrownBy(() =>
      recogniseOrders(
        columns.filter((name) => name !== "date"),
        "x.csv",
      ),
    );
    expect(lacking).toMatchObject({
      code: "CSV_HEADER",
      message: expect.stringContaining("x.csv: WooCommerce's orders"),
    });
    expect(lacking.message).toContain("without a column for time (orderdate, date)");
    const twice = thrownBy(() => recogniseOrders([...headerOf("shopify.csv"), "email"], "x.csv"));
    expect(twice.message).toContain('has the column "email" twice');
  });

  it("refuses several items in a row, and Excel's first line", () => {
    const wide = ["order_id", "date", "customer_id", "Product Name #1", "Product Name #2"];
    expect(thrownBy(() => recogniseOrders(wide, "x.csv")).message).toContain(
      'several items: "Product Name #1", "Product Name #2"',
    );
    expect(thrownBy(() => recogniseOrders(["sep=", ""], "x.csv")).message).toContain("Excel");
  });
});
