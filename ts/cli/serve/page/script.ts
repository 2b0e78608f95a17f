/**
 * What the page does, as its browser runs it: photos by choice, drop or paste; a card for each, filled when its answer comes.
 *
 * Text goes in as text, never as markup. `"WORDS"` becomes what words.ts says.
 */

/** The text of the page's `<script>`. */
export const SCRIPT = `"use strict";
const words = "WORDS";
const at = (id) => document.getElementById(id);
const counts = { photos: 0, done: 0, review: 0, failed: 0 };
const waiting = [];
let running = 0;
let round = 0;

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function figure(picture, caption) {
  return element("figure", "", picture, element("figcaption", "caption", caption));
}

function image(src, alt, className) {
  const made = element("img", className);
  made.src = src;
  made.alt = alt;
  return made;
}

const percent = (share) => (100 * share).toFixed(1) + " %";
const plural = (number, noun) => number + " " + noun + (number === 1 ? "" : "s");

function tell() {
  const { photos, done, review, failed } = counts;
  const open = photos - done - failed;
  at("results").hidden = photos === 0;
  at("tally").textContent = [
    plural(photos, "photo"),
    open > 0 ? open + " under way" : "",
    review > 0 ? review + " to review" : done > 0 && open === 0 ? "none to review" : "",
    failed > 0 ? failed + " failed" : "",
  ].filter((text) => text !== "").join(", ") + ".";
}

function add(files) {
  for (const file of files) {
    const card = element("li", "photo");
    const photo = image(URL.createObjectURL(file), "Photo " + file.name, "shot");
    const views = element("div", "views", figure(photo, "photo"), figure(element("div", "empty"), "as the model sees it"));
    const title = element("h3", "", file.name);
    title.title = file.name;
    card.append(views, title, element("p", "wait", "Waiting for its answer"));
    card.setAttribute("aria-busy", "true");
    at("photos").append(card);
    counts.photos++;
    waiting.push({ file, card, round });
  }
  tell();
  next();
}

function next() {
  while (running < words.atOnce && waiting.length > 0) {
    const photo = waiting.shift();
    running++;
    ask(photo)
      .then((answer) => photo.round === round && show(photo, answer))
      .catch((error) => photo.round === round && fail(photo, error.message))
      .finally(() => {
        running--;
        next();
      });
  }
}

async function ask({ file }) {
  if (file.size > words.maxBody) throw new Error(words.tooLarge);
  for (let tries = 1; ; tries++) {
    const response = await fetch("/v1/classify?topK=3&pixels=true", {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    }).catch(() => {
      throw new Error("the server cannot be reached, or the file cannot be read");
    });
    if (response.ok) return response.json();
    const wait = Number(response.headers.get("retry-after"));
    if (response.status !== 503 || tries === 30) {
      const told = await response.json().catch(() => null);
      throw new Error(told ? told.error.message : "the server answered " + response.status);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * (wait > 0 ? wait : 1)));
  }
}

function close(card, className) {
  card.classList.add(className);
  card.removeAttribute("aria-busy");
  card.querySelector(".wait").remove();
  tell();
}

function show({ file, card }, answer) {
  counts.done++;
  if (answer.review) counts.review++;
  const seen = image("data:image/png;base64," + answer.pixels, file.name + " as the model sees it", "pixels");
  card.querySelector(".empty").replaceWith(seen);
  const reason = answer.reason && words.reasons[answer.reason];
  if (answer.review) {
    card.classList.add("to-review");
    card.append(element("p", "badge", reason ? reason.title : "Review"));
  }
  card.append(element("ul", "classes", ...answer.topK.map(bar)));
  if (reason) card.append(element("p", "note", reason.meaning + " " + reason.advice));
  if (answer.prepared.preparation === "none") card.append(element("p", "note", "Went through as it is."));
  close(card, "is-done");
}

function bar({ label, probability }) {
  const filled = element("span", "bar");
  filled.style.width = (100 * probability).toFixed(1) + "%";
  const track = element("span", "track", filled);
  track.setAttribute("aria-hidden", "true");
  return element("li", "", element("span", "", label), element("span", "number", percent(probability)), track);
}

function fail({ card }, message) {
  counts.failed++;
  card.querySelector(".empty")?.parentNode.remove();
  card.append(element("p", "error", element("strong", "", "No answer: "), message + "."));
  close(card, "failed");
}

at("files").addEventListener("change", ({ target }) => {
  add(target.files);
  target.value = "";
});
at("clear").addEventListener("click", () => {
  round++;
  waiting.length = 0;
  for (const shot of document.querySelectorAll(".shot")) URL.revokeObjectURL(shot.src);
  at("photos").replaceChildren();
  for (const name of Object.keys(counts)) counts[name] = 0;
  tell();
  at("files").focus();
});
const over = (is) => document.body.classList.toggle("over", is);
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  over(true);
});
document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget === null && over(false));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  over(false);
  add(event.dataTransfer.files);
});
document.addEventListener("paste", ({ clipboardData }) => clipboardData && add(clipboardData.files));
`;
