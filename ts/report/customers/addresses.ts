/**
 * Takes addresses out of every text of a page before anything is drawn, whatever the text is: a page is mailed and printed.
 *
 * What holds an `@` between two characters goes, and so do telephone numbers in international form.
 */

const LEFT_OUT = "[address left out]";
/** What addresses end at. */
const WORD = /[^\s,;:<>"'()[\]|]+/g;
const PHONE = /(?<![\p{L}\d])(?:\+|00)[1-9](?:[\s().-]{0,2}\d){7,14}(?!\d)/gu;

/** The same data, without addresses in its texts. */
export function withoutAddresses<Data>(data: Data): Data {
  return cleaned(data) as Data;
}

function cleaned(value: unknown): unknown {
  if (typeof value === "string") return withoutAddress(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cleaned(one)]));
}

function withoutAddress(text: string): string {
  return text.replace(WORD, (word) => (/.(?:[@＠]|%40)./.test(word) ? LEFT_OUT : word)).replace(PHONE, LEFT_OUT);
}

/** The last part of a path of any system: folders may name a person. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== "") ?? "";
}
