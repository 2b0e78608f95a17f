/**
 * The one way text becomes HTML here: a tagged template that escapes whatever it is given.
 *
 * Only what another template made goes in as it is. So a class named `<img onerror=…>` stays its name, between tags,
 * in SVG and within attributes, as long as attributes stand in double quotes, which all in this room do.
 */

/** HTML that a template made, and that may stand in another one. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in a template: null, undefined and false are nothing, lists are their items one after another. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

/** Makes HTML of a template; values that are no {@link Markup} are escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = strings[0] ?? "";
  for (const [i, value] of values.entries()) text += textOf(value) + (strings[i + 1] ?? "");
  return new Markup(text);
}

/**
 * Text that means itself, in an element or in a quoted attribute. What no file of HTML may have becomes �, and so do
 * isolates of direction: one of them could end the `<bdi>` it stands in (words.ts).
 */
export function escaped(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\u2066-\u2069]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function textOf(value: Content): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Markup) return value.text;
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  return value.map(textOf).join("");
}
