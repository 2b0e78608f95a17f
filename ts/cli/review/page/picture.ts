/**
 * Whether a photo can be seen, and why not.
 */
import type { RowView } from "../views.js";

/** Where its picture is; null where none can be shown. */
export function addressOf({ row, place, image }: RowView, remoteImages: boolean): string | null {
  if (place === "file") return `photo/${row}`;
  return place === "address" && remoteImages ? image : null;
}

/** Why the picture did not load: an image that fails says nothing, the server does. */
export async function whyMissing({ row, place }: RowView): Promise<string> {
  if (place !== "file") return "it did not load";
  const answer = await fetch(`photo/${row}`).catch(() => null);
  if (answer === null) return "the server does not answer";
  return answer.ok ? "the browser cannot show it" : (await answer.text()).trim();
}

/** Why the photo cannot be judged now; "" where it can. `address`: where its picture is. */
export function obstacle(row: RowView, address: string | null, shot: HTMLElement): string {
  if (row.place === "nothing") return "There is no photo to judge: S skips the row.";
  if (address === null) return ""; // A person may have opened it elsewhere.
  const picture = shot.querySelector("img");
  if (picture === null) return "The photo cannot be shown, so it cannot be judged: S skips it.";
  return picture.complete && picture.naturalWidth > 0 ? "" : "The photo is not there yet: wait a moment.";
}
