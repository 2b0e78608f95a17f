/**
 * Elements of the page, made without any text being read as HTML.
 */

type Properties = Readonly<Record<string, string | number | boolean | null>>;

/** Makes an element: properties are attributes, true has no value, false and null are left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === false || value === null) continue;
    made.setAttribute(key, value === true ? "" : String(value));
  }
  made.append(...content);
  return made;
}

/** A key of the keyboard. */
export function key(name: string): HTMLElement {
  return element("kbd", {}, name);
}

/** A bar of a share; how long it is stands in words beside it. */
export function track(share: number): HTMLElement {
  const bar = element("span", { class: "bar" });
  bar.style.width = `${(100 * share).toFixed(2)}%`;
  return element("span", { class: "track", "aria-hidden": "true" }, bar);
}
