/**
 * Photos by every way a page has: files, whose answers must be Node's to the bit, and what is drawn, which need not.
 *
 * Plain JavaScript, because a browser loads this very file.
 */

/**
 * Prepares and classifies files, by URL and by bytes; the same code in Node.
 *
 * @param {Pick<typeof import("fashion-wasm/inference"), "photoClassifier" | "preparePhoto">} entry
 * @param {readonly string[]} urls
 */
export async function photoFiles({ photoClassifier, preparePhoto }, urls) {
  const classifier = await photoClassifier();
  const answers = [];
  for (const url of urls) {
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const prepared = await preparePhoto(url);
    const answer = await classifier.classify(bytes, { topK: 10, steps: true });
    answers.push({
      pixels: prepared.pixels.join(),
      same: answer.prepared.pixels.join() === prepared.pixels.join(),
      steps: answer.prepared.steps.map(({ image }) => image.data.reduce((sum, tone) => (sum * 31 + tone) % 1e9, 7)),
      facts: { ...prepared, pixels: 0, steps: 0, imageShape: 0 },
      labels: answer.topK.map(({ label }) => label),
      bits: new Uint32Array(Float32Array.from(answer.topK, ({ probability }) => probability).buffer).join(),
      unlikeness: answer.unlikeness,
      reasons: answer.reasons,
    });
  }
  await classifier.dispose();
  return answers;
}

/** @param {string} url @param {string | null} [crossOrigin] */
async function loaded(url, crossOrigin = null) {
  const image = new Image();
  image.crossOrigin = crossOrigin;
  image.src = url;
  await image.decode();
  return image;
}

/** @param {CanvasImageSource} picture @param {number} width @param {number} height */
function canvasOf(picture, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(picture, 0, 0);
  return { canvas, context };
}

/**
 * A video that shows a canvas; the canvas is drawn until the video has a frame of it.
 * @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2D} context @param {CanvasImageSource} picture
 */
async function videoOf(canvas, context, picture) {
  const video = Object.assign(document.createElement("video"), { muted: true, srcObject: canvas.captureStream(30) });
  const drawing = setInterval(() => context.drawImage(picture, 0, 0), 20);
  await video.play();
  await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  clearInterval(drawing);
  return video;
}

/**
 * Classifies one photo by all that a page can draw.
 * @param {typeof import("fashion-wasm/inference")} inference @param {string} url
 */
export async function photoPictures({ photoClassifier }, url) {
  const classifier = await photoClassifier({ engine: "local" });
  const file = await classifier.classify(url);
  const image = await loaded(url);
  const { naturalWidth: width, naturalHeight: height } = image;
  const { canvas, context } = canvasOf(image, width, height);
  const shown = await loaded(url);
  Object.assign(shown, { width: 30, height: 20 }); // the size on the page is not that of the photo
  document.body.append(shown);
  const makes = {
    img: () => image,
    "img on the page": () => shown,
    canvas: () => canvas,
    OffscreenCanvas: () => {
      const other = new OffscreenCanvas(width, height);
      other.getContext("2d")?.drawImage(image, 0, 0);
      return other;
    },
    ImageBitmap: async () => createImageBitmap(await (await fetch(url)).blob()),
    ImageData: () => context.getImageData(0, 0, width, height),
    VideoFrame: () => (typeof VideoFrame === "undefined" ? null : new VideoFrame(canvas, { timestamp: 0 })),
    video: () => videoOf(canvas, context, image),
  };
  /** @type {Record<string, object | null>} */
  const results = {};
  for (const [name, make] of Object.entries(makes)) {
    const picture = await make();
    if (picture === null) {
      results[name] = null;
      continue;
    }
    const { label, reasons, prepared } = await classifier.classify(picture);
    const { most } = differences(prepared.pixels, file.prepared.pixels);
    results[name] = { label, reasons, width: prepared.width, height: prepared.height, most };
    if ("close" in picture) picture.close();
  }
  await classifier.dispose();
  return results;
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function differences(a, b) {
  const each = Array.from(a, (tone, i) => Math.abs(tone - Number(b[i])));
  return { most: Math.max(...each), mean: each.reduce((sum, one) => sum + one, 0) / each.length };
}

/**
 * How much the image of a photo that the host decoded and drew differs from that of the file.
 * @param {typeof import("fashion-wasm/inference")} inference @param {readonly string[]} urls
 */
export async function photoDifferences({ photoClassifier }, urls) {
  const classifier = await photoClassifier({ engine: "local" });
  const results = [];
  for (const url of urls) {
    const [file, drawn] = [await classifier.classify(url), await classifier.classify(await loaded(url))];
    results.push({
      ...differences(file.prepared.pixels, drawn.prepared.pixels),
      probability: Math.abs(file.probability - drawn.probability),
      sameLabel: file.label === drawn.label,
      sameSize: file.prepared.width === drawn.prepared.width && file.prepared.height === drawn.prepared.height,
    });
  }
  await classifier.dispose();
  return results;
}

/**
 * Pictures that give no pixels, and one of another origin that does; `there` is that origin.
 * @param {typeof import("fashion-wasm/inference")} inference @param {string} there @param {string} path
 */
export async function photoRefusals({ preparePhoto }, there, path) {
  const bitmap = await createImageBitmap(new ImageData(4, 4));
  bitmap.close();
  const video = document.createElement("video");
  const huge = Object.assign(document.createElement("canvas"), { width: 9000, height: 9000 });
  const foreign = await loaded(`${there}${path}`);
  const { canvas: tainted } = canvasOf(foreign, foreign.naturalWidth, foreign.naturalHeight);
  /** @type {Record<string, () => unknown>} */
  const sources = {
    "a foreign img": () => foreign,
    "a canvas with a foreign img": () => tainted,
    "a foreign img with leave": () => loaded(`${there}/allowed${path}`, "anonymous"),
    "a foreign file": () => `${there}${path}`,
    "a foreign file with leave": () => `${there}/allowed${path}`,
    "an img without a file": () => new Image(),
    "a video without a file": () => video,
    "a closed bitmap": () => bitmap,
    "an empty canvas": () => Object.assign(document.createElement("canvas"), { width: 0, height: 0 }),
    "a huge canvas": () => huge,
    "another element": () => document.body,
  };
  /** @type {Record<string, string>} */
  const results = {};
  for (const [name, source] of Object.entries(sources)) {
    results[name] = await preparePhoto(/** @type {never} */ (await source())).then(
      ({ objects }) => `${objects} objects`,
      (error) => `${error.code} ${error.message}`,
    );
  }
  return results;
}
