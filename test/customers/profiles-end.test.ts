/** Until when customers are observed: until the last order, or the day before the cutoff. */
import { customerProfiles, readOrders } from "fashion-wasm";
import { describe, expect, it } from "vitest";
import { expectRefusal } from "../model/refusal.js";

const ROWS = ["customer_id,order_id,date,label", "A,1,2026-01-05,Dress", "B,2,2026-02-10,Bag", "A,3,2026-03-20,Dress"];

function orders(cutoff?: string) {
  const bytes = new TextEncoder().encode(`${ROWS.join("\n")}\n`);
  return readOrders(bytes, cutoff === undefined ? { today: "2026-12-01" } : { today: "2026-12-01", cutoff });
}

describe("the end of what is observed", () => {
  it("is the last order, or a later day", async () => {
    expect((await customerProfiles(await orders())).end).toBe("2026-03-20");
    expect((await customerProfiles(await orders(), { end: "2026-04-01" })).get("B")?.recencyDays).toBe(50);
    const early = async () => customerProfiles(await orders(), { end: "2026-03-01" });
    await expectRefusal(early, "INVALID_ARGUMENT", ["the last order is of 2026-03-20", "a cutoff, or a later end"]);
  });

  it("is the day before the cutoff", async () => {
    const before = await customerProfiles(await orders("2026-03-01"));
    expect(before.end).toBe("2026-02-28");
    expect(before.get("A")?.orders).toBe(1);
    expect(before.get("B")?.recencyDays).toBe(18);
    expect((await customerProfiles(await orders("2026-03-01"), { end: "2026-02-28" })).end).toBe("2026-02-28");
    for (const end of ["2026-02-01", "2026-03-20"]) {
      const other = async () => customerProfiles(await orders("2026-03-01"), { end });
      await expectRefusal(other, "INVALID_ARGUMENT", [`end is ${end}`, "the cutoff 2026-03-01", "the day before it"]);
    }
  });
});
