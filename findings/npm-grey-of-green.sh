#!/usr/bin/env bash
# Runs: the grey conversion of five npm packages, each as it is by default: sharp 0.35.5 grayscale(), jimp 1.6.1
# greyscale(), image-js 1.7.0 grey(), @silvia-odwyer/photon-node 0.3.4 grayscale(), imagescript 1.3.1 saturation(0),
# on one PNG without gamma or profile.
#
# Guess: pure green is 150 of 255, as in Pillow, OpenCV and Keras (Rec. 601), or 182 (Rec. 709) where a library is
# newer; and sharp's gamma().grayscale(), which its manual names as best for sRGB, comes nearer to that.
# What happens: 220, 182, 182, 85 and 127. sharp adds up light, not tones, so all colours here come out brighter: red
# 127, blue 76. gamma().grayscale() goes further away, green 238, and no longer keeps greys: 128 is 126, 1 is 0.
# photon takes the plain mean, imagescript the mean of the largest and the smallest channel. Of the 256 greys jimp
# keeps 194 (white is 254), sharp after gamma() 2, the others all. And the raw pixels of a one-channel PNG have THREE
# channels in sharp, one after grayscale().
#
# Meaning: a picture made grey in Node by default is not the picture that Python's tools make; only tones of the
# same library can be compared. Make colours grey once, by one tool, for training and for use.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" \
  sharp@0.35.5 jimp@1.6.1 image-js@1.7.0 @silvia-odwyer/photon-node@0.3.4 imagescript@1.3.1 pngjs@7.0.0

cat >grey.mjs <<'JS'
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Image as ScriptImage } from "imagescript";
import { decode } from "image-js";
import { Jimp } from "jimp";
import { PNG } from "pngjs";
import sharp from "sharp";

const require = createRequire(import.meta.url);
const photon = require("@silvia-odwyer/photon-node");
const names = ["sharp", "jimp", "image-js", "@silvia-odwyer/photon-node", "imagescript"];
const version = (name) =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
console.log(`Node ${process.version}, ${names.map((name) => `${name} ${version(name)}`).join(", ")}`);

const colours = {
  red: [255, 0, 0], green: [0, 255, 0], blue: [0, 0, 255], brown: [200, 100, 50], navy: [30, 60, 120],
  white: [255, 255, 255], "grey 128": [128, 128, 128], "grey 1": [1, 1, 1],
};
const pngOf = (pixels) => {
  const table = new PNG({ width: pixels.length, height: 1 });
  table.data.set(pixels.flatMap((rgb) => [...rgb, 255]));
  return PNG.sync.write(table, { colorType: 2 });
};
const png = pngOf(Object.values(colours));
const greys = pngOf(Array.from({ length: 256 }, (_, tone) => [tone, tone, tone]));

const one = async (pipeline) => [...(await pipeline.raw().toBuffer())];
const everyFourth = (bytes) => Array.from({ length: bytes.length / 4 }, (_, place) => bytes[4 * place]);

const ways = {
  "sharp grayscale()": (file) => one(sharp(file).grayscale()),
  "sharp gamma().grayscale()": (file) => one(sharp(file).gamma().grayscale()),
  "jimp greyscale()": async (file) => {
    const image = await Jimp.read(file);
    image.greyscale();
    return everyFourth(image.bitmap.data);
  },
  "image-js grey()": (file) => [...decode(file).grey().getRawImage().data],
  "photon grayscale()": (file) => {
    const image = photon.PhotonImage.new_from_byteslice(file);
    photon.grayscale(image);
    return everyFourth(image.get_raw_pixels());
  },
  "imagescript saturation(0)": async (file) => {
    const image = await ScriptImage.decode(file);
    image.saturation(0);
    return everyFourth(image.bitmap);
  },
};

const plainGrey = await sharp(Buffer.from([7, 100, 200]), { raw: { width: 3, height: 1, channels: 1 } })
  .toColourspace("b-w").png().toBuffer();
const stored = PNG.sync.read(plainGrey);

const got = {
  "Rec. 601, rounded": Object.values(colours).map(([r, g, b]) => Math.round(0.299 * r + 0.587 * g + 0.114 * b)),
};
for (const [name, way] of Object.entries(ways)) {
  got[name] = await way(png);
  got[`${name}, greys kept`] = (await way(greys)).filter((value, tone) => value === tone).length;
}
got["channels stored in a grey PNG"] = stored.colorType === 0 ? 1 : 3;
got["its raw pixels, sharp"] = await one(sharp(plainGrey));
got["its raw pixels, sharp grayscale()"] = await one(sharp(plainGrey).grayscale());
const expected = {
  "Rec. 601, rounded": [76, 150, 29, 124, 58, 255, 128, 1],
  "sharp grayscale()": [127, 220, 76, 128, 62, 255, 128, 1],
  "sharp grayscale(), greys kept": 256,
  "sharp gamma().grayscale()": [185, 238, 147, 147, 68, 255, 126, 0],
  "sharp gamma().grayscale(), greys kept": 2,
  "jimp greyscale()": [54, 182, 18, 117, 57, 254, 128, 1],
  "jimp greyscale(), greys kept": 194,
  "image-js grey()": [54, 182, 18, 117, 57, 255, 128, 1],
  "image-js grey(), greys kept": 256,
  "photon grayscale()": [85, 85, 85, 116, 70, 255, 128, 1],
  "photon grayscale(), greys kept": 256,
  "imagescript saturation(0)": [127, 127, 127, 125, 75, 255, 128, 1],
  "imagescript saturation(0), greys kept": 256,
  "channels stored in a grey PNG": 1,
  "its raw pixels, sharp": [7, 7, 7, 100, 100, 100, 200, 200, 200],
  "its raw pixels, sharp grayscale()": [7, 100, 200],
};
console.log(`  ${"".padEnd(40)} ${Object.keys(colours).join(", ")}`);
let changed = false;
for (const [title, value] of Object.entries(got)) {
  const seen = JSON.stringify(value);
  const wanted = JSON.stringify(expected[title]);
  console.log(`  ${title.padEnd(40)} ${seen}`);
  if (seen !== wanted) {
    changed = true;
    console.log(`    CHANGED, expected ${wanted}`);
  }
}
process.exit(changed ? 1 : 0);
JS
node grey.mjs
echo "as expected"
