// The shop's products: photos as PNG files, and products_export.csv as Shopify writes it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pngEncoder } from "fashion-wasm";
import { writeCsv } from "./csv.mjs";
import { drawDye, drawPhoto, SIDE } from "./photo.mjs";
import { randomStream } from "./random.mjs";

const WORDS =
  "Alder Aspen Bay Birch Brook Cedar Cliff Cove Dale Dune Elm Fern Field Glen Grove Hazel Heath Isle Ivy Juniper Lake Linden".split(
    " ",
  );
const CLOTHES = ["S", "M", "L"];
const SHOES = ["38", "40", "42"];
/** Names of the option, its values, and the usual price of each class, in the order of the classes. */
const KINDS = [
  { sizes: CLOTHES, price: 24 }, // T-shirt/top
  { sizes: CLOTHES, price: 59 }, // Trouser
  { sizes: CLOTHES, price: 55 }, // Pullover
  { sizes: CLOTHES, price: 79 }, // Dress
  { sizes: CLOTHES, price: 139 }, // Coat
  { sizes: SHOES, price: 49 }, // Sandal
  { sizes: CLOTHES, price: 45 }, // Shirt
  { sizes: SHOES, price: 89 }, // Sneaker
  { sizes: [], price: 69 }, // Bag
  { sizes: SHOES, price: 119 }, // Ankle boot
];

/**
 * Draws so many products (fewer where there are not as many images), every sixth with a second photo, and one garment more that
 * the shop does not have yet. Returns the products with their true classes, `photos`, and `fresh`, the path and class of the new one.
 */
export async function generatePhotos(folder, { test, count: wanted, seed }) {
  const count = Math.min(wanted, test.length - 1);
  mkdirSync(join(folder, "photos"), { recursive: true });
  const random = randomStream(seed, "products");
  const png = await pngEncoder();
  const write = (name, data) =>
    writeFileSync(join(folder, name), png({ data, width: SIDE, height: SIDE, channels: 3 }));
  const chosen = random.shuffled(Array.from({ length: test.length }, (_, i) => i)).slice(0, count + 1);
  const products = [];
  let photos = 0;
  for (const [i, index] of chosen.slice(0, count).entries()) {
    const shots = randomStream(seed, `photo ${i}`);
    const product = productOf(i, test.label(index), random);
    const dye = drawDye(shots);
    for (let shot = 0; shot < (i % 6 === 0 ? 2 : 1); shot++) {
      const name = `photos/${product.handle}${shot === 0 ? "" : `-${shot + 1}`}.png`;
      write(name, drawPhoto(test.image(index), dye, shots, { mirrored: shot > 0 }));
      product.photos.push(name);
      photos += 1;
    }
    products.push(product);
  }
  writeCsv(join(folder, "products_export.csv"), COLUMNS, products.flatMap(rowsOf));
  const shots = randomStream(seed, "the new garment");
  write("new-garment.png", drawPhoto(test.image(chosen[count]), drawDye(shots), shots));
  return { products, photos, fresh: { path: join(folder, "new-garment.png"), label: test.label(chosen[count]) } };
}

/** Titles say nothing of what a product is: that is what the photos are for. */
function productOf(i, label, random) {
  const number = String(i + 1).padStart(3, "0");
  const word = random.pick(WORDS);
  const { sizes, price } = KINDS[label];
  const variants = (sizes.length > 0 ? sizes : [null]).map((size) => ({
    size,
    sku: [`FW-${number}`, size].filter(Boolean).join("-"),
  }));
  // Somebody forgot the SKU of a few: their orders know them by the title alone.
  if (i % 25 === 7) for (const variant of variants) variant.sku = "";
  return {
    label,
    title: `${word} No. ${number}`,
    handle: `${word.toLowerCase()}-no-${number}`,
    price: Math.round(price * random.between(0.7, 1.5)) - 0.05,
    variants,
    photos: [],
  };
}

const COLUMNS = [
  ...["Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name"],
  ...["Option1 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Policy"],
  ...["Variant Fulfillment Service", "Variant Price", "Variant Requires Shipping", "Variant Taxable", "Image Src"],
  ...["Image Position", "Image Alt Text", "Gift Card", "Variant Image", "Variant Weight Unit", "Status"],
];

/** A row a variant or photo, whichever there are more of; what is of the product as a whole stands in the first. */
function rowsOf({ title, handle, price, variants, photos }) {
  const rows = Array.from({ length: Math.max(variants.length, photos.length) }, (_, i) => ({
    Handle: handle,
    ...(variants[i] && {
      "Option1 Value": variants[i].size ?? "Default Title",
      "Variant SKU": variants[i].sku,
      "Variant Grams": 400,
      "Variant Inventory Tracker": "shopify",
      "Variant Inventory Policy": "deny",
      "Variant Fulfillment Service": "manual",
      "Variant Price": price.toFixed(2),
      "Variant Requires Shipping": "true",
      "Variant Taxable": "true",
      "Variant Weight Unit": "g",
    }),
    ...(photos[i] && { "Image Src": photos[i], "Image Position": i + 1 }),
  }));
  Object.assign(rows[0], {
    Title: title,
    "Body (HTML)": `<p>${title}, by the shop's own studio.</p>`,
    Vendor: "Example Studio",
    Published: "true",
    "Option1 Name": variants[0].size === null ? "Title" : "Size",
    "Gift Card": "false",
    Status: "active",
  });
  return rows;
}
