/**
 * The options that say which images a command takes, as all commands that read images have them.
 */
import { Option } from "commander";
import { imageShape, names, nonEmpty, oneOf } from "./options.js";

/** `--data`; `otherwise` says what is taken without it. */
export function dataOption(otherwise: string): Option {
  const places = 'a folder or URL of Fashion-MNIST, a table in CSV, a folder with a folder per class, or "sample"';
  return new Option("--data <path>", `${places} (default: ${otherwise})`).argParser(nonEmpty);
}

/** `--part`. */
export function partOption(otherwise: "train" | "test"): Option {
  const what = `of data with training and test images: train or test (default: ${otherwise})`;
  return new Option("--part <name>", what).argParser(oneOf(["train", "test"]));
}

/** `--class-names`. */
export function classNamesOption(): Option {
  const what = "what the numbers of the classes mean, separated by commas";
  return new Option("--class-names <names>", what).argParser(names);
}

/** `--preparation`, of labelled images. */
export function preparationOption(): Option {
  const what = "photo: images are photos, each prepared to 28x28; none: they are taken as they are; auto: found out";
  return new Option("--preparation <way>", what).argParser(oneOf(["auto", "photo", "none"])).default("auto");
}

/** `--image-column`. */
export function imageColumnOption(): Option {
  const what = "of a table that names photos: the column that does (default: found out)";
  return new Option("--image-column <column>", what).argParser(nonEmpty);
}

/** `--image-shape`. */
export function imageShapeOption(): Option {
  const what = "height x width x channels of a table's or folder's images, such as 32x32x3 (default: squares, grey)";
  return new Option("--image-shape <shape>", what).argParser(imageShape);
}
