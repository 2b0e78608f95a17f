/**
 * The page of a data set, to look at before training: how it is built, how much there is of each class, what it shows.
 *
 * As one would look in a notebook, from the table down to one image as numbers. Each part is a file in explore/.
 */
import { pixelsIn } from "../data/pixel-home.js";
import { augmentationSection } from "./explore/augmentation.js";
import { classCountsSection } from "./explore/class-counts.js";
import { gridSection } from "./explore/grid.js";
import { oneImageSection } from "./explore/one-image.js";
import { rowsSection } from "./explore/rows.js";
import { statisticsOf } from "./explore/statistics.js";
import { tonesSection } from "./explore/tones.js";
import { html } from "./html.js";
import type { ExploreInput } from "./input.js";
import { count, counted, fixed, short } from "./numbers.js";
import { page } from "./page.js";

/**
 * Makes the page of a data set: a whole file of HTML that loads nothing and runs no script.
 *
 * All text is escaped, numbers are in English form. With a grid of 225 images of Fashion-MNIST the file has about 250 kB.
 */
export function exploreHtml(input: ExploreInput): string {
  const { title, data } = input;
  const [images, height, width, channels] = data.shape;
  const statistics = statisticsOf(data);
  const values = height * width * channels;
  const isBytes = pixelsIn(data.source) instanceof Uint8Array;
  const classes = counted(data.classNames.length, "class", "classes");
  const labels = data.labelled ? `, ${images > 1 ? "each " : ""}with a label: one of ${classes}` : ", without labels";
  const word = (value: number) => (isBytes ? fixed(value, 1) : short(value));
  return page({
    kind: "data",
    title,
    lead: html`<strong>${counted(images, "image")}</strong> of ${height} × ${width} pixels ${channels === 1 ? "in grey" : `with ${counted(channels, "channel")}`}${labels}.`,
    headlines: [
      { name: "Images", value: count(images), note: data.labelled ? `in ${classes}` : "without labels" },
      {
        name: "Shape",
        value: `${height} × ${width}`,
        note: `pixels, ${counted(channels, "channel")}: ${counted(values, "value")} an image`,
      },
      {
        name: "Values",
        value: isBytes ? "0 – 255" : "floats",
        note: isBytes ? "bytes, one a pixel and channel" : range(statistics),
      },
      { name: "Mean", value: word(statistics.mean), note: "over all pixels" },
      { name: "Standard deviation", value: word(statistics.std), note: "how far pixels are from the mean" },
    ],
    sections: [
      rowsSection(input),
      data.labelled ? classCountsSection(input) : null,
      tonesSection(input, statistics),
      oneImageSection(input),
      gridSection(input),
      augmentationSection(input),
    ],
  });
}

function range({ low, high }: { readonly low: number; readonly high: number }): string {
  return `from ${short(low)} to ${short(high)}`;
}
