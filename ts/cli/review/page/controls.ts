/**
 * Keys and buttons: what each does, and who gets a key that two may want.
 */
import type { Start } from "../views.js";
import type { Review, Walk } from "./review.js";
import { KEYS, type View, WALK_NAMES } from "./view.js";

/** Lets keys and buttons drive the review. */
export function connect(view: View, review: Review, { classNames }: Start): void {
  const changeWalk = (walk: Walk) => {
    for (const input of view.walks.querySelectorAll("input")) input.checked = input.value === walk;
    review.begin(walk, `${WALK_NAMES[walk]}.`);
  };
  const actions: Readonly<Record<string, () => void>> = {
    Enter: () => review.confirm(),
    " ": () => review.confirm(),
    z: () => review.undo(),
    u: () => review.undo(),
    Backspace: () => review.undo(),
    s: () => review.skip(),
    ArrowLeft: () => review.step(-1),
    ArrowRight: () => review.step(1),
    m: () => {
      const walks = [...view.walks.querySelectorAll("input")].map(({ value }) => value as Walk);
      changeWalk(walks[(walks.indexOf(review.walk) + 1) % walks.length] as Walk);
    },
    "?": () => view.dialog.showModal(),
    "/": () => view.search.focus(),
  };
  const actionOf = (key: string) => {
    const label = classNames[KEYS.indexOf(key)];
    return label === undefined ? actions[key.length === 1 ? key.toLowerCase() : key] : () => review.decide(label);
  };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || view.dialog.open) return;
    if (target === view.search) inSearch(view, key);
    else if (!isOfElement(target as Element, key)) {
      const action = actionOf(key);
      if (action === undefined) return;
      event.preventDefault();
      // A key that is held down would decide photos that nobody has seen.
      if (!event.repeat || key.startsWith("Arrow")) action();
    }
  });

  const decideBy = (event: MouseEvent) => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-label]");
    if (button?.dataset.label === undefined) return;
    review.decide(button.dataset.label);
    view.search.value = "";
    if (event.detail > 0 || view.found.contains(button)) view.focusPhoto();
    view.showFound("");
  };
  view.classes.addEventListener("click", decideBy);
  view.found.addEventListener("click", decideBy);
  view.search.addEventListener("input", () => view.showFound(view.search.value));

  // After a click the focus goes back to the photo: Enter then confirms, and does not press the button again.
  const onClick = (button: HTMLElement, action: () => void) =>
    button.addEventListener("click", (event) => {
      action();
      if (event.detail > 0) view.focusPhoto();
    });
  onClick(view.confirm, () => review.confirm());
  onClick(view.undo, () => review.undo());
  onClick(view.skip, () => review.skip());
  onClick(view.back, () => review.step(-1));
  onClick(view.forward, () => review.step(1));
  view.help.addEventListener("click", () => view.dialog.showModal());
  view.walks.addEventListener("change", ({ target }) => changeWalk((target as HTMLInputElement).value as Walk));
}

/** Enter takes the first class that was found, Escape none. */
function inSearch(view: View, key: string): void {
  const first = view.found.querySelector<HTMLElement>("button");
  if (key === "Enter") first?.click();
  if (key === "Escape") view.focusPhoto();
}

/** Whether what has the focus is used by this key. */
function isOfElement(focused: Element, key: string): boolean {
  if (key === "Enter" || key === " ") return focused.closest("button, a, input") !== null;
  return key.startsWith("Arrow") && focused.closest("input") !== null;
}
