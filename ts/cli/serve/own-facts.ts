/**
 * What was measured of the package's own model for photos, as docs/photos.md and data/photos/README.md have it.
 *
 * `test/cli/serve-model.test.ts` looks each figure up there.
 */

/** A row of the table: of all photos, and of those that are not for review. */
function measured(photos: string, count: number, right: number, kept: number, rightOfKept: number) {
  return {
    photos,
    count,
    rightPercent: right,
    notForReviewPercent: kept,
    rightOfThesePercent: rightOfKept,
  };
}

/** Of the card. */
export const OWN_FACTS = {
  training: {
    data: "Fashion-MNIST: photos made of the first 55,000 training images, and images made of pieces of garments for what is no garment",
    calibratedOn: "photos of the last 5,000 training images",
    seed: 1,
    epochs: 26,
  },
  evaluation: {
    on: "simulated product photos of the 10,000 test images of Fashion-MNIST; the model has seen none of them",
    results: [
      measured("plain background, upright", 4062, 93.3, 82.4, 97.6),
      measured("mirrored, turned by up to 15°, or both", 2489, 92.8, 82.6, 97.7),
      measured("gradient", 1463, 93.7, 82.8, 97.7),
      measured("textured, deviation of 20 tones and more", 1986, 87.0, 56.9, 97.6),
      measured("the 10,000 test images themselves, not as photos", 10000, 94.1, 84.6, 97.9),
      measured("by another recipe", 2000, 85.8, 65.4, 96.1),
    ],
  },
  limits: [
    "One garment in each photo; of several objects one is taken, and the answer is for review.",
    "The classes are those of Fashion-MNIST, ten kinds of garment; neckties, for instance, are none of them.",
    "The figures are of simulated photos: how often it is right on photos of your own has to be measured on them.",
    "Drawings are not photos: of 160 drawn garments 71 % are right, and 64 % are told to be unlike any garment.",
    "Colour profiles are not applied.",
  ],
  notFor: [
    "answers that nobody looks at where the flag review is set",
    "people, faces or anything but garments",
    "telling brands, sizes, materials or prices",
  ],
  documentation: "docs/photos.md of fashion-wasm",
} as const;
