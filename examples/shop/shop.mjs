// The steps, in their order: photos, labels, orders, profiles, audiences, a campaign.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadFashionMnist } from "fashion-wasm";
import { simulateCampaign } from "./campaign.mjs";
import { fashionWasm } from "./command.mjs";
import { compareLabels, compareTastes, countedError, judgeAudience, perfectLift } from "./compare.mjs";
import { writeCsv } from "./csv.mjs";
import { DAYS, makeCustomers, writeTruth } from "./customers.mjs";
import { exportOrders } from "./export-orders.mjs";
import { generatePhotos } from "./generate-photos.mjs";
import { counts, dayText, makeOrders } from "./orders.mjs";

const ABOUT = "Dress or Shirt";
const LEVEL = 0.9;

/** Makes the shop in `folder` and tells `report` of every step. `size`: products, customers. */
export async function runShop(folder, report, { data, seed, size }) {
  mkdirSync(join(folder, "truth"), { recursive: true });
  const at = (name) => join(folder, name);
  const shop = {};

  await report.step("Photos of garments nobody has trained on", async (tell) => {
    const { test } = await loadFashionMnist(data === undefined ? {} : { data });
    shop.classNames = test.classNames;
    Object.assign(shop, await generatePhotos(folder, { test, count: size.products, seed }));
    const truth = shop.products.map(({ handle, label }) => ({ Handle: handle, class: shop.classNames[label] }));
    writeCsv(at("truth/products.csv"), ["Handle", "class"], truth);
    tell("products", shop.products.length);
    tell("photos", shop.photos);
  });

  await report.step("Labels: fashion-wasm predict", async (tell) => {
    const args = ["--images", folder, "--out", at("labelled.csv"), "--force"];
    const told = await fashionWasm("predict", at("products_export.csv"), ...args);
    const { right, review, rightUnreviewed } = compareLabels(at("labelled.csv"), shop.products, shop.classNames);
    tell("rows of variants with a label", told.rows - told.failed, told.rows);
    tell("photos with the right label", right, 1, "share");
    tell("the same of those not to be reviewed", rightUnreviewed, 1, "share");
    tell("photos to be reviewed by a person", review, null, "share");
  });

  await report.step("Orders of customers whose tastes are known", (tell) => {
    shop.customers = makeCustomers({ count: size.customers, seed });
    shop.orders = makeOrders(shop.customers, shop.products, { seed });
    shop.files = exportOrders(folder, shop.orders);
    writeTruth(at("truth/customers.csv"), shop.customers, shop.classNames);
    tell("customers", shop.customers.length);
    tell("orders", shop.orders.length);
    tell("from, to", dayText(0), dayText(DAYS - 1), "text");
  });
  const read = ["--orders", ...shop.files, "--catalogue", at("labelled.csv"), "--force"];

  await report.step("Profiles: fashion-wasm profile", async (tell) => {
    const about = ["--audience", "Dress", "Sneaker", "Coat or Pullover", "--backtest", "60d"];
    const told = await fashionWasm("profile", ...read, ...about, "--out", at("customers"));
    const kept = shop.orders.filter(counts);
    const lines = (some) => some.reduce((sum, order) => sum + order.lines.length, 0);
    tell("customers who have bought", told.customers, new Set(kept.map(({ customer }) => customer)).size);
    tell("orders that count", told.orders, kept.length);
    tell("lines that count", told.lines, lines(kept));
    tell("lines of orders in both files, once", told.leftOut.duplicate);
    const tastes = await compareTastes(shop.files, at("labelled.csv"), shop.customers, { level: LEVEL });
    shop.known = tastes.known;
    tell("purchases within 60 days", tastes.expected, tastes.trueExpected);
    tell("how sure of the first class; how often right", tastes.sure, tastes.top, "share");
    tell("the same where it is 80 % sure or more", tastes.meanOfSure, tastes.topOfSure, "share");
    tell("mean error of a share", tastes.error, 0, "points");
    const counted = countedError(at("labelled.csv"), shop.orders, shop.known, shop.classNames);
    tell("the same when labels are counted", counted, 0, "points");
    tell("90 % intervals that hold the true share", tastes.coverage, LEVEL, "share");
    for (const [i, name] of shop.classNames.entries()) {
      tell(`share of the average customer, ${name}`, tastes.population[i], tastes.truePopulation[i], "share");
    }
    shop.backtest = told.backtest;
  });

  await report.step("The last 60 days foretold (truth: by tastes)", (tell) => {
    const best = perfectLift(shop.backtest, shop.orders, shop.classNames);
    for (const { name, lift } of shop.backtest.methods) tell(`lift of "${name}"`, lift, best, "lift");
  });

  await report.step(`Audience: fashion-wasm audience "${ABOUT}"`, async (tell) => {
    const wanted = ["--share", String(size.audience), "--control", "0.4", "--out", at("audience")];
    shop.audience = await fashionWasm("audience", ABOUT, ...read, ...wanted);
    shop.wants = [shop.classNames.indexOf("Dress"), shop.classNames.indexOf("Shirt")];
    tellAudience(tell, shop.audience, judgeAudience(shop.audience, shop.known, shop.wants));
    tell("held out", shop.audience.control, Math.round(0.4 * shop.audience.size));
  });

  await report.step("Audience for a new garment: audience --image", async (tell) => {
    const { path, label } = shop.fresh;
    const found = await fashionWasm(
      "audience",
      "--image",
      path,
      "--name",
      "new garment",
      ...read,
      "--out",
      at("audience"),
    );
    tell("what it is", found.about.replace(/^.*: |,.*$/g, ""), shop.classNames[label], "text");
    tellAudience(tell, found, judgeAudience(found, shop.known, [label]));
  });

  await report.step("A campaign that doubles orders: profile measure", async (tell) => {
    const effect = simulateCampaign(at("bought.csv"), shop.audience, shop.known, shop.wants, { seed });
    const members = shop.audience.files.find((path) => path.endsWith("dress-or-shirt.csv"));
    const measured = await fashionWasm(
      "profile",
      "measure",
      at("bought.csv"),
      "--audience",
      members,
      "--control-share",
      "0.4",
    );
    const { uplift, interval, target, control } = measured.overall;
    tell("of those addressed bought", target.mean, null, "share");
    tell("of those held out bought", control.mean, null, "share");
    tell("uplift", uplift, effect, "points");
    tell("its 90 % interval", interval, effect, "interval");
  });
}

function tellAudience(tell, found, truth) {
  tell("customers", found.size);
  tell("purchases expected of them", found.expectedPurchases, truth.expected);
  tell("reach: their part of all", found.reach, truth.reach, "share");
  tell("lift", found.lift, truth.lift, "lift");
  tell("its true lift; that of the best of its size", truth.lift, truth.bestLift, "lift");
}
