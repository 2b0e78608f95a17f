/**
 * A hundred garments from files of every format, by every way a page has: their fingerprints, which must be Node's.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/** Where the server has the files. */
export const PLACES = { csv: "/garments.csv", gzip: "/garments.csv.gz", images: "/images.idx", labels: "/labels.idx" };

/**
 * @param {typeof import("fashion-wasm")} fashion
 * @param {{ dataWasm?: string, png: string[], labels: number[] }} options `png`: the files of the first images, in Base64
 */
export async function hundredGarments({ dataset, encodePng, init, sheetPng }, { dataWasm, png, labels }) {
  const { csv, gzip, images, labels: labelFile } = PLACES;
  if (dataWasm !== undefined) await init({ dataWasm });
  /** @param {string} url */
  const file = async (url) => new File([await (await fetch(url)).blob()], url);
  const pngs = png.map((base64, i) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new File([bytes], `${labels[i]}/${String(i).padStart(3, "0")}.png`);
  });
  const idx = await dataset.fromIdx({ images, labels: labelFile });
  const fromImages = await dataset.fromImages({ images: pngs, labels });
  const made = {
    idx,
    idxFile: await dataset.fromIdx({ images: await file(images), labels: await file(labelFile) }),
    csvUrl: await dataset.fromCsv({ csv }),
    gzipUrl: await dataset.fromCsv({ csv: new URL(gzip, location.href) }),
    gzipFile: await dataset.fromCsv({ csv: await file(gzip) }),
    body: await dataset.fromCsv({ csv: /** @type {ReadableStream<Uint8Array>} */ ((await fetch(csv)).body) }),
  };
  const fingerprints = {};
  for (const [way, data] of Object.entries(made)) fingerprints[way] = await data.fingerprint();
  fingerprints.images = await fromImages.fingerprint();
  fingerprints.folder = await (await dataset.fromFolder({ folder: pngs })).fingerprint();
  const wrong = await dataset.fromCsv({ csv: new File(["1,2,3,4,256\n"], "wrong.csv") }).catch((error) => error);
  const missing = await dataset.fromCsv({ csv: "/none.csv" }).catch((error) => error);
  const first = /** @type {Uint8Array} */ (idx.image(0));
  const file0 = await encodePng(first, idx.imageShape);
  const colours = await encodePng(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), [1, 3, 3]);
  return {
    fingerprints,
    errors: [`${wrong.code} ${wrong.message}`, missing.code],
    png: btoa(String.fromCharCode(...file0)),
    sheet: (await sheetPng(idx.take(7), { columns: 3 })).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7),
    greys: [...(await dataset.fromImages({ images: [colours], labels: null })).images],
    same: (await tonesOf(file0)).every((tone, i) => tone === first[i]),
  };
}

/**
 * The grey tones of a file as the browser itself decodes it.
 * @param {Uint8Array} file
 */
async function tonesOf(file) {
  const bitmap = await createImageBitmap(new Blob([Uint8Array.from(file)]), { colorSpaceConversion: "none" });
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data.filter((_, i) => i % 4 === 0);
}
