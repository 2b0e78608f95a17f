/**
 * How the columns of tables of no shop are understood, and what the caller says of them. Of the sources, because layouts are not
 * public.
 */
import { describe, expect, it } from "vitest";
import { PLAIN_NAMES } from "../../ts/customers/orders/plain-names.js";
import { recogniseOrders } from "../../ts/customers/orders/recognise.js";
import { ROLES, type Role } from "../../ts/customers/orders/role.js";
import { checkSaid } from "../../ts/customers/orders/said-columns.js";
import { headerOf, read } from "./order-layouts.js";
import { thrownBy } from "./order-objects.js";

describe("tables of no shop", () => {
  it("knows each role by all of its names, and no name twice", () => {
    const names = Object.values(PLAIN_NAMES).flat();
    expect(new Set(names).size).toBe(names.length);
    const others: { readonly [R in Role]?: string } = { customer: "customer_id", time: "date", sku: "sku" };
    for (const role of ROLES) {
      for (const name of PLAIN_NAMES[role]) {
        const columns = [
          name.toUpperCase(),
          ...Object.values({ ...others, [role]: undefined }).filter((each) => each !== undefined),
        ];
        expect(recogniseOrders(columns, "x.csv").roles[0], name).toBe(role);
      }
    }
  });

  it("ignores case, blanks, underscores, apostrophes and a mark of UTF-8", () => {
    const columns = ["\ufeffCUSTOMER  Id", "'Order_Date", "Item-SKU", "", "Unit Price"];
    expect(recogniseOrders(columns, "x.csv").roles).toEqual(["customer", "time", "sku", "", "price"]);
  });

  it("keeps messages short, whatever the first row is", () => {
    const columns = Array.from({ length: 5000 }, (_, i) => `${i}`.padEnd(10_000, "x"));
    expect(thrownBy(() => recogniseOrders(columns, "x.csv")).message.length).toBeLessThan(2500);
  });

  it("refuses what may be two things, and takes what is said", () => {
    const columns = ["customer_id", "user_id", "date", "sku", "amount"];
    const error = thrownBy(() => recogniseOrders(columns, "x.csv"));
    expect(error).toMatchObject({ code: "CSV_HEADER" });
    expect(error.message).toBe(
      'x.csv: "customer_id", "user_id" may all be the customer → say which by columns: { customer: "customer_id" } ' +
        "(--columns customer=customer_id)",
    );
    expect(recogniseOrders(columns, "x.csv", { customer: "user_id" }).roles).toEqual([
      "",
      "customer",
      "time",
      "sku",
      "amount",
    ]);
  });

  it("takes a column of any name for the role that is said, and for no other", () => {
    const columns = ["Kunde", "Datum", "date", "Artikel", "Betrag"];
    const said = { customer: "Kunde", time: "Datum", sku: "Artikel", amount: "Betrag", order: "date" } as const;
    expect(recogniseOrders(columns, "x.csv", said).roles).toEqual(["customer", "time", "order", "sku", "amount"]);
  });

  it("leaves the order's total alone where it is said", () => {
    const columns = headerOf("plain-total.csv");
    expect(recogniseOrders(columns, "x.csv", { orderTotal: "total" }).notes).toEqual([
      expect.stringContaining("no column has an amount"),
    ]);
  });

  it("overrides a shop's columns", () => {
    const columns = [...headerOf("shopify.csv"), "Customer ID", "Net"];
    const layout = recogniseOrders(columns, "x.csv", { customer: "Customer ID", amount: "Net", time: "Paid at" });
    expect(read(layout, columns)).toMatchObject({
      customer: "Customer ID",
      amount: "Net",
      time: "Paid at",
      email: "Email",
    });
    expect(layout.roles).not.toContain("price");
    expect(layout).toMatchObject({ amountIsLineTotal: true, discount: null, fillDown: true });
    expect(layout.roles.filter((role) => role === "time")).toHaveLength(1);
  });

  it.each([
    [{ customers: "a" }, 'has the role "customers" (did you mean "customer"?)'],
    [{ customer: 7 }, 'option "columns.customer" is 7'],
    [["customer"], 'option "columns" is ["customer"]'],
  ])("refuses the option %j", (said, message) => {
    expect(thrownBy(() => checkSaid(said, "readOrders"))).toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(message),
    });
  });

  it("refuses columns that are not there, twice there, or said twice", () => {
    const columns = ["customer_id", "date", "sku", "Note", "note"];
    const told = (said: object) => thrownBy(() => recogniseOrders(columns, "x.csv", said)).message;
    expect(told({ phone: "tel" })).toContain('names "tel" for phone, and the file has no such column: "customer_id"');
    expect(told({ phone: "NOTE" })).toContain('two of them: "Note", "note"');
    expect(told({ phone: "note", email: "note" })).toContain("for phone and for email");
    expect(recogniseOrders(columns, "x.csv", { phone: "note" }).roles[4]).toBe("phone");
    const packed = thrownBy(() => recogniseOrders(headerOf("woocommerce-packed.csv"), "x.csv", { time: "date" }));
    expect(packed.code).toBe("INVALID_ARGUMENT");
  });
});
