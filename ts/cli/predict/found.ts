/**
 * What is told of the files that a command line names, beside the photos themselves; and that there are none.
 */
import { FashionWasmError } from "../../index.js";
import { counted } from "../format.js";
import { say } from "../say.js";
import type { FoundPhotos } from "./photo-files.js";

/** Images of formats that are not read. */
const OTHER_IMAGE = /\.(a?png|avif|bmp|dng|gif|hei[cf]|ico|j2k|jp2|jpe|jxl|p[bgnp]m|svg|tga|tiff?)$/i;

/** Says what was left out, and that photos were named twice. Errors: DATA_NOT_FOUND where there is no photo. */
export function tellFound({ photos, twice, others, unseen }: FoundPhotos, sources: readonly string[]): void {
  const images = others.filter((path) => OTHER_IMAGE.test(path));
  const rest = others.filter((path) => !OTHER_IMAGE.test(path));
  const leftOut = [
    images.length > 0 && `${someOf(images, "image")} of another format than PNG, JPEG and WebP`,
    rest.length > 0 && `${someOf(rest, "file")} that ${rest.length === 1 ? "is no image" : "are no images"}`,
    unseen.length > 0 && `${someOf(unseen, "folder")} inside, which --recursive looks into`,
  ].filter((what) => what !== false);
  if (photos.length === 0) {
    const what = leftOut.length === 0 ? "nothing is there" : `only ${leftOut.join("; ")}`;
    const advice = "name photos (PNG, JPEG, WebP), or folders of them";
    throw new FashionWasmError("DATA_NOT_FOUND", `${sources.join(", ")}: no photo, ${what} → ${advice}`);
  }
  if (leftOut.length > 0) say(`left out: ${leftOut.join("; ")}`);
  if (twice > 0) say(`${counted(twice, "photo is", "photos are")} named twice, and told once`);
}

/** `3 files (e.g. notes.txt)`. */
function someOf(paths: readonly string[], noun: string): string {
  return `${counted(paths.length, noun)} (${paths.length === 1 ? "" : "e.g. "}${paths[0]})`;
}
