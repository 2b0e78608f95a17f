/** How orders find their items in a catalogue: by any name that both have, the surest first. */
import { customerProfiles, readCatalogue } from "fashion-wasm";
import { expect, it } from "vitest";
import { bytes, read, sums } from "./order-tables.js";

/** The classes of which a customer each is sure, by lines of orders; `-` without a label. */
async function classes(catalogue: Uint8Array, header: string, rows: readonly string[]): Promise<string[]> {
  const lines = rows.map((row, i) => `${i},2026-03-02,${row}`);
  const orders = await read(bytes(`customer_id,date,${header}`, ...lines), { catalogue });
  expect(orders.summary.badRows).toBe(0);
  const profiles = await customerProfiles(orders);
  const found = rows.map((_, i) => {
    const profile = profiles.get(String(i));
    return profile?.support === 1 ? profile.topCategory : "-";
  });
  expect(orders.summary.leftOut.noLabel).toBe(found.filter((each) => each === "-").length);
  orders.dispose();
  return found;
}

const ALL = bytes(
  "SKU,Handle,Title,Image Src,ID,label",
  "S1,bag,Canvas bag,https://x/1.png,11,Bag",
  "S2,shirt,Linen - Shirt,https://x/2.png,12,Shirt",
  ",boot,,,,Ankle boot",
);

it.each<[string, string, string[], string[]]>([
  ["sku", "sku", ["S1", "S2", "S3", "'S1"], ["Bag", "Shirt", "-", "Bag"]],
  ["handle", "handle", ["bag", "boot", "BAG"], ["Bag", "Ankle boot", "-"]],
  ["image", "image", ["https://x/2.png", "2.png"], ["Shirt", "-"]],
  ["name", "product_name", ["Canvas bag", "Linen - Shirt", "canvas bag"], ["Bag", "Shirt", "-"]],
  [
    "name with a variant",
    "product_name",
    ["Canvas bag - Blue / S", "Linen - Shirt - M", "Linen"],
    ["Bag", "Shirt", "-"],
  ],
  ["item id", "item_id", ["11", "12", "13"], ["Bag", "Shirt", "-"]],
  [
    "item id that is a sku, a handle, a name, an image",
    "item_id",
    ["S1", "shirt", "Canvas bag", "https://x/2.png"],
    ["Bag", "Shirt", "Bag", "Shirt"],
  ],
  ["sku that is an item id", "sku", ["11", "12"], ["Bag", "Shirt"]],
  ["blanks of Unicode around it", "sku", ["\u00a0S1\u00a0"], ["Bag"]],
])("by %s", async (_, header, rows, expected) => {
  expect(await classes(ALL, header, rows)).toEqual(expected);
});

it("by the next name where the first is not in it; the sku before the others", async () => {
  const rows = ["S9,Canvas bag,", "S1,Linen - Shirt,", "S9,S9,https://x/2.png", ",Canvas bag - M,", "S9,nothing,"];
  const catalogue = bytes("sku,name,image,label", "S1,Canvas bag,,Bag", "S2,Linen - Shirt,https://x/2.png,Shirt");
  // An item is known by its sku: another name of it is not asked for again.
  const own = rows.map((row, i) => row.replace("S9", `S9${i}`));
  expect(await classes(catalogue, "sku,product_name,image", own)).toEqual(["Bag", "Bag", "Shirt", "Bag", "-"]);
});

it("photos of one product are one item, the mean of them; photos without a name of their own go with the handle", async () => {
  const catalogue = bytes(
    "Handle,Image Src,label,probability,label2,probability2",
    "bag,1.png,Bag,0.9,Shirt,0.1",
    "bag,2.png,Bag,0.5,Shirt,0.5",
    "bag,3.png,,,,",
    "shirt,4.png,Shirt,0.8,Bag,0.2",
  );
  const orders = await read(bytes("customer_id,date,handle", "1,2026-03-02,bag", "2,2026-03-02,shirt"), { catalogue });
  expect(orders.catalogue?.labelled).toBe(3);
  const profiles = await customerProfiles(orders);
  expect([profiles.get("1")?.topCategory, profiles.get("2")?.topCategory]).toEqual(["Bag", "Shirt"]);
  orders.dispose();
});

it("WooCommerce's cells of several images are names, each", async () => {
  const catalogue = bytes("SKU,Images,label", 'S1,"https://x/1.png, https://x/2.png",Bag');
  expect(await classes(catalogue, "image", ["https://x/1.png", "https://x/2.png"])).toEqual(["Bag", "Bag"]);
});

it("items without a label are told, those bought most often first; a label of the order's own is one", async () => {
  const rows = ["1,2026-03-02,S1,", "2,2026-03-02,X,", "3,2026-03-02,Y,", "4,2026-03-02,Y,", "5,2026-03-02,Z,Shirt"];
  const { unlabelled, leftOut, classNames } = await sums(bytes("customer_id,date,sku,label", ...rows), {
    catalogue: ALL,
  });
  expect(unlabelled).toEqual([
    { item: "Y", lines: 2 },
    { item: "X", lines: 1 },
  ]);
  expect(leftOut.noLabel).toBe(3);
  expect(classNames).toContain("Bag");
});

it("a catalogue can be read once and used for several", async () => {
  const catalogue = await readCatalogue(ALL);
  for (let i = 0; i < 2; i++) {
    const orders = await read(bytes("customer_id,date,sku", "1,2026-03-02,S1"), { catalogue });
    expect(orders.catalogue).toBe(catalogue);
    expect(orders.summary.leftOut.noLabel).toBe(0);
    orders.dispose();
  }
});

it("labels alone: classes in the order of their names, one spelling each", async () => {
  const all = await sums(
    bytes("customer_id,date,label", "1,2026-03-02,shirt", "2,2026-03-02,Bag", "3,2026-03-03,Shirt"),
  );
  expect(all.classNames).toEqual(["Bag", "Shirt"]);
});
