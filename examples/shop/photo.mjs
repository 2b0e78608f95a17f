// One photo of a product, drawn from a Fashion-MNIST image: the garment cut out, enlarged smoothly and dyed, on a light
// background, slightly off centre, with a soft shadow. What it has no more of than 28 × 28 pixels is detail.

import { blurred, cutOut, GRID } from "./garment.mjs";

/** Pixels of a side of a photo. */
export const SIDE = 320;

/** Draws the colour of a garment, the same on all its photos: a third is grey, as it was. */
export function drawDye(random) {
  const isGrey = random.chance(1 / 3);
  return { hue: random.between(0, 360), saturation: isGrey ? 0 : random.between(0.15, 0.75) };
}

/** The photo as red, green and blue bytes, row by row. `image`: 784 tones, light on black, as the data set has them. */
export function drawPhoto(image, dye, random, { mirrored = false } = {}) {
  const backdrop = drawBackdrop(random);
  const garment = cutOut(image, mirrored);
  const [left, top, right, bottom] = garment.box;
  const scale = (random.between(0.62, 0.84) * SIDE) / Math.max(right - left, bottom - top);
  const centre = (low, high) => SIDE * (0.5 + random.between(-0.04, 0.04)) - (scale * (low + high)) / 2;
  const place = { scale, x: centre(left, right), y: centre(top, bottom) };
  const cover = enlarged(garment.cover, place, spline);
  const light = enlarged(garment.light, place, sharp);
  const [shift, strength] = [random.between(0.01, 0.03) * SIDE, random.between(0.12, 0.3)];
  const soft = blurred(blurred(garment.cover));
  const shadow = enlarged(soft, { scale, x: place.x + shift * random.between(-1, 1), y: place.y + shift }, spline);
  const cloth = dyed(dye);
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  for (let i = 0; i < SIDE * SIDE; i++) {
    // A pixel of the image is 9 wide here: its edge is drawn within 3.
    const share = Math.min(1, Math.max(0, 0.5 + 3 * (cover[i] - 0.5)));
    const shade = 1 - strength * Math.min(1, Math.max(0, shadow[i]));
    const grain = share > 0 ? 4 * random.next() - 2 : 0;
    const tone = Math.round(Math.min(255, Math.max(0, light[i] + grain)));
    const lower = backdrop.fall * Math.floor(i / SIDE);
    for (let c = 0; c < 3; c++) {
      const behind = (backdrop.colour[c] - lower) * shade;
      pixels[3 * i + c] = Math.round(behind + share * (cloth[3 * tone + c] - behind));
    }
  }
  return pixels;
}

/** White, grey, cream, or lighter above than below. */
function drawBackdrop(random) {
  const at = random.next();
  const grey = at < 0.45 ? random.between(248, 255) : random.between(215, 242);
  const tint = at > 0.7 && at < 0.85 ? [1, 0.985, 0.94] : [1, 1, 1];
  return { colour: tint.map((channel) => grey * channel), fall: at > 0.85 ? 22 / SIDE : 0 };
}

/** Weights of the pixels at -1, 0, 1 and 2 for a point `t` behind pixel 0: a cubic B-spline, which has no corners. */
function spline(t) {
  const u = 1 - t;
  return [u ** 3, 3 * t ** 3 - 6 * t ** 2 + 4, 3 * u ** 3 - 6 * u ** 2 + 4, t ** 3].map((weight) => weight / 6);
}

/** The same, Catmull and Rom's, which goes through the pixels. */
function sharp(t) {
  const u = 1 - t;
  return [-t * u * u, 2 - 5 * t * t + 3 * t ** 3, 2 - 5 * u * u + 3 * u ** 3, -u * t * t].map((weight) => weight / 2);
}

/** A grid enlarged to a photo, along rows, then along columns. */
function enlarged(grid, { scale, x, y }, weights) {
  const [columns, rows] = [taps(scale, x, weights), taps(scale, y, weights)];
  const wide = new Float32Array(GRID * SIDE);
  for (let row = 0; row < GRID; row++) {
    columns.forEach(([at, w], i) => {
      for (let k = 0; k < 4; k++) wide[row * SIDE + i] += w[k] * grid[row * GRID + within(at + k)];
    });
  }
  const photo = new Float32Array(SIDE * SIDE);
  rows.forEach(([at, w], i) => {
    for (let k = 0; k < 4; k++) {
      const from = within(at + k) * SIDE;
      for (let column = 0; column < SIDE; column++) photo[i * SIDE + column] += w[k] * wide[from + column];
    }
  });
  return photo;
}

/** For each pixel of the photo: the first of the four pixels of the grid around it, and their weights. */
function taps(scale, start, weights) {
  return Array.from({ length: SIDE }, (_, i) => {
    const place = (i + 0.5 - start) / scale - 0.5;
    const whole = Math.floor(place);
    return [whole - 1, weights(place - whole)];
  });
}

function within(place) {
  return Math.min(GRID - 1, Math.max(0, place));
}

const LUMA = [0.299, 0.587, 0.114];

/** Red, green and blue of each tone in a dye: the luma stays, and where there is no such colour the saturation gives way. */
function dyed({ hue, saturation }) {
  const colour = [5, 3, 1].map((n) => {
    const k = (n + hue / 60) % 6;
    return 1 - saturation * Math.max(0, Math.min(k, 4 - k, 1));
  });
  const luma = colour.reduce((sum, value, c) => sum + value * LUMA[c], 0);
  const away = colour.map((value) => value / luma - 1);
  return Float32Array.from({ length: 256 * 3 }, (_, i) => {
    const tone = Math.floor(i / 3);
    const most = Math.max(...away) * tone;
    return tone * (1 + away[i % 3] * (most > 255 - tone ? (255 - tone) / most : 1));
  });
}
