/** Texts of a page that are too faint on what is behind them: less than 4.5, as WCAG 2.2 has it for text of any size. */

/** To be run in the page: the first words of such texts, with their contrast; it must not use anything outside itself. */
export function faintTexts(): string[] {
  type Colour = readonly [number, number, number, number];
  const parsed = (text: string): Colour => {
    const [r = 0, g = 0, b = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [r, g, b, alpha];
  };
  const over = (top: Colour, below: Colour): Colour => {
    const mixed = (c: 0 | 1 | 2) => top[c] * top[3] + below[c] * (1 - top[3]);
    return [mixed(0), mixed(1), mixed(2), 1];
  };
  const groundOf = (element: Element | null): Colour => {
    if (element === null) return [255, 255, 255, 1];
    const own = parsed(getComputedStyle(element).backgroundColor);
    return own[3] >= 1 ? own : over(own, groundOf(element.parentElement));
  };
  const luminance = (colour: Colour) => {
    const [r = 0, g = 0, b = 0] = colour
      .slice(0, 3)
      .map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint: string[] = [];
  for (const element of document.body.querySelectorAll("*")) {
    const words = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const text = words.map(({ nodeValue }) => nodeValue?.trim() ?? "").join("");
    if (text === "" || element.localName === "title" || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const ground = groundOf(element);
    const ink = over(parsed(element instanceof SVGElement ? style.fill : style.color), ground);
    const [high = 0, low = 0] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push(`${text.slice(0, 40)}: ${contrast.toFixed(2)}`);
  }
  return faint;
}
