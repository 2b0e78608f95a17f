// The garment of a Fashion-MNIST image, cut out of its black background.

/** Pixels of a side of the image, and of the margin that is added around it. */
const [IMAGE, MARGIN] = [28, 4];
/** Pixels of a side with the margin. */
export const GRID = IMAGE + 2 * MARGIN;

/** The garment's tones (dark where the image is light) and what it covers, with a margin; its box. */
export function cutOut(image, mirrored) {
  const tone = new Float32Array(GRID * GRID);
  for (let y = 0; y < IMAGE; y++) {
    for (let x = 0; x < IMAGE; x++) {
      tone[(y + MARGIN) * GRID + x + MARGIN] = image[y * IMAGE + (mirrored ? IMAGE - 1 - x : x)];
    }
  }
  const isInside = filled(withoutFringe(tone, largestPiece(tone)));
  const cover = Float32Array.from(isInside);
  const places = [...isInside.keys()].filter((place) => isInside[place] === 1);
  const [xs, ys] = [places.map((place) => place % GRID), places.map((place) => Math.floor(place / GRID))];
  const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
  return { cover, light: spread(tone, isInside), box };
}

const AROUND = [-GRID - 1, -GRID, -GRID + 1, -1, 1, GRID - 1, GRID, GRID + 1];
const BESIDE = [-GRID, -1, 1, GRID];

/** What is reached from `start` over neighbours that `may` be reached. */
function reached(start, neighbours, may) {
  const found = new Uint8Array(GRID * GRID);
  const open = [...start];
  for (const place of open) found[place] = 1;
  while (open.length > 0) {
    const place = open.pop();
    for (const step of neighbours) {
      const next = place + step;
      if (next < 0 || next >= found.length || found[next] === 1 || !may(next)) continue;
      found[next] = 1;
      open.push(next);
    }
  }
  return found;
}

/** The largest piece of all that is there: the data set has specks beside most garments. */
function largestPiece(tone) {
  const size = (piece) => piece.reduce((sum, is) => sum + is, 0);
  const seen = new Uint8Array(tone.length);
  let largest = seen;
  for (const start of tone.keys()) {
    if (tone[start] === 0 || seen[start] === 1) continue;
    const piece = reached([start], AROUND, (place) => tone[place] > 0);
    for (const place of piece.keys()) seen[place] |= piece[place];
    if (size(piece) > size(largest)) largest = piece;
  }
  return largest;
}

/** Without the line of pale pixels that sharpening has left around dark garments. */
function withoutFringe(tone, piece) {
  const tones = [...piece.keys()].filter((place) => piece[place] === 1).map((place) => tone[place]);
  const pale = 0.4 * tones.sort((a, b) => a - b)[Math.floor(tones.length / 2)];
  for (let round = 0; round < 2; round++) {
    const before = Uint8Array.from(piece);
    for (const place of piece.keys()) {
      if (tone[place] < pale && BESIDE.some((step) => before[place + step] === 0)) piece[place] = 0;
    }
  }
  return piece;
}

/** What the outside does not reach: holes belong to the garment, since they cannot be told from white cloth. */
function filled(isInside) {
  const outside = reached([0], BESIDE, (place) => isInside[place] === 0);
  return outside.map((is) => 1 - is);
}

/** The light of the garment, that of its edge carried outwards, so that enlarging mixes in no background. */
function spread(tone, isInside) {
  const light = tone.map((value) => 255 - value);
  const known = Uint8Array.from(isInside);
  for (let round = 0; round < MARGIN; round++) {
    const before = Uint8Array.from(known);
    for (let place = GRID + 1; place < known.length - GRID - 1; place++) {
      const near = before[place] === 1 ? [] : AROUND.filter((step) => before[place + step] === 1);
      if (near.length === 0) continue;
      light[place] = near.reduce((sum, step) => sum + light[place + step], 0) / near.length;
      known[place] = 1;
    }
  }
  return light;
}

/** Each pixel the mean of the nine around it. */
export function blurred(grid) {
  return grid.map((_, place) => {
    const near = [0, ...AROUND].map((step) => grid[place + step] ?? 0);
    return near.reduce((sum, value) => sum + value, 0) / 9;
  });
}
