/**
 * What the page shows: its parts, and how they show a photo, the classes and the progress.
 */
import type { Progress, RowView, Start } from "../views.js";
import { accuracyWords, number } from "../words.js";
import { element, key, track } from "./elements.js";
import { keysHelp } from "./keys-help.js";
import { saysOf, whyNoPicture } from "./row-view.js";

/** Classes that have a key of their own: 1 to 9, then 0. */
export const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];

/** The three ways, and what they are called. */
export const WALK_NAMES = { doubtful: "Doubtful first", random: "Random sample", failed: "Failed" } as const;

/** The parts of the page that change. */
export class View {
  readonly main = element("main", { tabindex: -1, "aria-label": "Photo under review" });
  readonly saved = element("span", { class: "saved" }, "all saved");
  readonly alarm = element("div", { class: "alarm", role: "alert", hidden: true });
  readonly message = element("p", { class: "message", role: "status", "aria-live": "polite" });
  readonly shot = element("div", { class: "shot" });
  readonly name = element("p", { class: "name" });
  readonly says = element("div", { class: "says" });
  readonly classes = element("div", { class: "classes", role: "group", "aria-label": "Classes" });
  readonly search = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  readonly found = element("div", { class: "found", role: "group", "aria-label": "Classes found" });
  readonly confirm = tool("confirm", "Confirm", "Enter");
  readonly undo = tool("undo", "Undo", "Z");
  readonly skip = tool("skip", "Skip", "S");
  readonly back = tool("back", "", "←", "One photo back");
  readonly forward = tool("forward", "", "→", "One photo forth");
  readonly help = tool("help", "Keys", "?");
  readonly walks = element("fieldset");
  readonly progress = element("div");
  readonly accuracy = element("div");
  readonly finish = element("button", { type: "button" }, "End the review");
  readonly dialog = element("dialog", { "aria-labelledby": "keys" });
  readonly #start: Start;

  constructor(root: HTMLElement, start: Start) {
    this.#start = start;
    const hasMore = start.classNames.length > KEYS.length;
    const search = element(
      "div",
      { class: "search", hidden: !hasMore },
      element("label", {}, `All ${number(start.classNames.length)} classes by name `, key("/"), this.search),
      this.found,
    );
    const tools = [this.confirm, this.undo, this.skip, this.back, this.forward, this.help];
    this.main.append(
      element("div", {}, this.shot, this.name),
      element("div", {}, this.says, this.classes, search, element("div", { class: "tools" }, ...tools), this.message),
    );
    this.walks.append(element("legend", {}, "Order of photos ", key("M")));
    for (const walk of ["doubtful", "random", "failed"] as const) {
      if (walk === "failed" && start.walks.failed === 0) continue;
      const input = element("input", { type: "radio", name: "walk", value: walk, checked: walk === "doubtful" });
      this.walks.append(element("label", {}, input, `${WALK_NAMES[walk]} (${number(start.walks[walk])})`));
    }
    this.dialog.append(...keysHelp(start.classNames, hasMore));
    const title = element("h1", {}, "Review ", element("span", {}, start.table));
    const stand = element(
      "section",
      { class: "stand", "aria-label": "Progress" },
      this.progress,
      this.accuracy,
      this.walks,
    );
    const end = element("div", { class: "tools" }, this.finish);
    root.append(element("header", {}, title, this.saved), this.alarm, this.main, stand, end, this.dialog);
  }

  /** Shows a photo; `picture` is null where none can be shown. */
  showRow(row: RowView, picture: HTMLImageElement | null): void {
    if (picture !== null) {
      picture.alt = `Photo ${row.image}`;
      this.shot.replaceChildren(picture);
    } else this.shot.replaceChildren(whyNoPicture(row));
    this.name.replaceChildren(
      element("span", { title: row.image }, row.image || "no photo is named"),
      element("span", {}, `row ${number(row.row + 1)}`),
    );
    const { isInDoubt, parts } = saysOf(row);
    this.says.className = isInDoubt ? "says doubtful" : "says";
    this.says.replaceChildren(...parts);
    this.confirm.disabled = row.topK.length === 0;
    this.showClasses(row);
  }

  /** Shows which class is the model's, and which one a person gave. */
  showClasses({ topK, reviewed }: RowView): void {
    const model = topK[0]?.label;
    const shown = this.#start.classNames.slice(0, KEYS.length);
    const others = [reviewed, model ?? null].filter((name): name is string => name !== null && !shown.includes(name));
    const buttons = [...shown, ...new Set(others)].map((name, place) => {
      const isChosen = name === reviewed;
      const mark = isChosen ? "✓" : name === model ? "model" : "";
      const button = element(
        "button",
        { type: "button", class: [isChosen && "chosen", name === model && "model"].filter(Boolean).join(" ") },
        ...(place < KEYS.length ? [key(KEYS[place] as string)] : []),
        element("span", {}, name),
        ...(mark === "" ? [] : [element("span", { class: "mark" }, mark)]),
      );
      button.dataset.label = name;
      button.setAttribute("aria-pressed", String(isChosen));
      return button;
    });
    // A button that has the focus keeps it.
    const focused = [...this.classes.children].indexOf(document.activeElement as Element);
    this.classes.replaceChildren(...buttons);
    if (focused >= 0) buttons[focused]?.focus();
  }

  /** Shows classes whose names have the text in them. */
  showFound(text: string): void {
    const wanted = text.trim().toLowerCase();
    const names = wanted === "" ? [] : this.#start.classNames.filter((name) => name.toLowerCase().includes(wanted));
    const first = names.sort(
      (a, b) => Number(b.toLowerCase().startsWith(wanted)) - Number(a.toLowerCase().startsWith(wanted)),
    );
    this.found.replaceChildren(
      ...first.slice(0, 8).map((name) => {
        const button = element("button", { type: "button" }, name);
        button.dataset.label = name;
        return button;
      }),
      ...(wanted !== "" && names.length === 0 ? ["no class is called so"] : []),
      ...(names.length > 8 ? [`and ${number(names.length - 8)} more`] : []),
    );
  }

  /** Shows that all photos of the walk are decided. */
  showDone(walk: keyof typeof WALK_NAMES): void {
    const what = walk === "failed" ? "failed photos" : "photos";
    this.shot.replaceChildren(element("p", {}, `All ${number(this.#start.walks[walk])} ${what} are decided.`));
    this.name.replaceChildren();
    this.says.replaceChildren(
      element("p", { class: "done" }, "Nothing is left. “End the review” writes the table and ends the command."),
    );
    this.classes.replaceChildren();
    this.confirm.disabled = true;
  }

  /** Shows why there is no picture. */
  showMissing(why: string): void {
    this.shot.replaceChildren(element("p", {}, `This photo cannot be shown: ${why}.`));
  }

  focusPhoto(): void {
    this.main.focus({ preventScroll: true });
  }

  /** Whether Enter would give a class. */
  hasFocusOnClass(): boolean {
    return [this.classes, this.found].some((group) => group.contains(document.activeElement));
  }

  /** Shows counts and the accuracy. */
  showProgress(progress: Progress): void {
    const { rows, decided, confirmed, corrected, named, doubtful, doubtfulDecided, estimate } = progress;
    const parts = [
      `${number(confirmed)} confirmed`,
      `${number(corrected)} corrected`,
      ...(named > 0 ? [`${number(named)} without a label named`] : []),
      `${number(doubtfulDecided)} of ${number(doubtful)} doubtful`,
    ];
    this.progress.replaceChildren(
      element(
        "dl",
        {},
        element("dt", {}, "Decided"),
        element("dd", { class: "value" }, `${number(decided)} of ${number(rows)}`),
      ),
      track(rows === 0 ? 0 : decided / rows),
      element("p", { class: "note" }, parts.join(" · ")),
    );
    this.undo.disabled = !progress.canUndo;
    if (estimate === null) {
      this.accuracy.replaceChildren();
      return;
    }
    const { value, note, next } = accuracyWords(estimate);
    this.accuracy.replaceChildren(
      element("dl", {}, element("dt", {}, "Accuracy on these photos"), element("dd", { class: "value" }, value)),
      element("p", { class: "note" }, note),
      element("p", { class: "note" }, next),
    );
  }
}

function tool(name: string, text: string, keyName: string, label: string | null = null): HTMLButtonElement {
  return element("button", { type: "button", class: name, "aria-label": label, title: label }, key(keyName), text);
}
