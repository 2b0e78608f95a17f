/** Tables as `predict` writes them, with photos, for the tests of `review`: made here, so that a test knows what is in them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng, fashionMnistClassNames, loadFashionMnist } from "fashion-wasm";
import { photoOf } from "./photos.js";

/** A row of such a table. */
export interface Made {
  readonly file: string;
  /** What the photo shows. */
  readonly truth: string;
  /** What the table says; null: an error. */
  readonly label: string | null;
  readonly probability: number;
  readonly isDoubtful: boolean;
}

/**
 * Writes `rows` photos and `shop.csv` into a folder: every third row is doubtful, and of these every second one is wrong; of the
 * others one in nine is. The last `failed` rows have an error, though their photos can be shown.
 */
export async function writeShop(folder: string, rows: number, { failed = 0, tiny = false } = {}): Promise<Made[]> {
  const { train } = await loadFashionMnist({ data: "sample" });
  mkdirSync(join(folder, "shop"), { recursive: true });
  const made: Made[] = [];
  for (let i = 0; i < rows; i++) {
    const place = i % train.length;
    const file = `shop/${String(i).padStart(4, "0")}.png`;
    const bytes = tiny ? await encodePng(train.image(place) as Uint8Array, [28, 28, 1]) : await photoOf(train, place);
    writeFileSync(join(folder, file), bytes);
    const truth = train.classNames[train.labels[place] as number] as string;
    const other = fashionMnistClassNames[(fashionMnistClassNames.indexOf(truth as never) + 1) % 10] as string;
    const isDoubtful = i % 3 === 0;
    const isWrong = isDoubtful ? i % 6 === 0 : i % 9 === 1;
    const label = i >= rows - failed ? null : isWrong ? other : truth;
    made.push({ file, truth, label, probability: isDoubtful ? 0.3 + i / (4 * rows) : 0.9, isDoubtful });
  }
  writeFileSync(join(folder, "shop.csv"), shopCsv(made));
  return made;
}

/** The text of the table. */
export function shopCsv(rows: readonly Made[]): string {
  const head = "file,label,probability,label2,probability2,review,reason,preparation,background,objects,error";
  const lines = rows.map(({ file, label, probability, isDoubtful }) => {
    if (label === null) return `${file},,,,,,,,,,"cannot be read: it is broken, they say"`;
    const second = label === "Bag" ? "Coat" : "Bag";
    const reason = isDoubtful ? "two classes close" : "";
    return `${file},${label},${probability.toFixed(4)},${second},${(1 - probability).toFixed(4)},${isDoubtful},${reason},photo,plain,1,`;
  });
  return [head, ...lines].map((line) => `${line}\r\n`).join("");
}
