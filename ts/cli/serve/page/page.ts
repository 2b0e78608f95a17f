/**
 * `GET /`: a page to drop images on, one file that loads nothing and talks to this server alone.
 *
 * Its policy allows the one script and the one style that it has, by their hashes. It looks like the pages of `report`.
 */
import { createHash } from "node:crypto";
import { html, Markup } from "../../../report/html.js";
import type { Answer } from "../answer.js";
import type { Limits } from "../settings.js";
import { SCRIPT } from "./script.js";
import { STYLE } from "./style.js";
import { wordsOf } from "./words.js";

/** The page, with its headers. */
export function pageAnswer(limits: Limits): Answer {
  const words = JSON.stringify(wordsOf(limits)).replaceAll("<", "\\u003c");
  const script = SCRIPT.replace('"WORDS"', () => words);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(STYLE)}`,
    "img-src blob: data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return {
    status: 200,
    type: "text/html; charset=utf-8",
    body: page(script),
    headers: { "content-security-policy": policy },
  };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function page(script: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>Which garment is it? · fashion-wasm</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<header class="top">
<p class="kind">fashion-wasm · photos</p>
<h1>Which garment is it?</h1>
<p class="lead">Each photo gets the class that the model finds most probable, and a flag where a person should look.</p>
</header>
<form class="drop" id="drop">
<input type="file" id="files" multiple accept="image/png,image/jpeg,image/webp" aria-describedby="hint">
<label for="files" class="choose">Choose photos</label>
<p id="hint">or drop them anywhere on this page, or paste one. PNG, JPEG or WebP, one garment in each.</p>
</form>
<section class="wide" id="results" aria-labelledby="results-title" hidden>
<div class="about"><h2 id="results-title">Answers</h2><p id="tally" role="status"></p><p class="clear"><button type="button" id="clear">Clear</button></p></div>
<div class="body"><ul class="photos" id="photos"></ul></div>
</section>
<noscript><p class="note">This page needs a script to send photos; <code>curl</code> does without.</p></noscript>
</main>
<footer><p>Photos go to this server alone, and are not kept. <a href="/v1/model">The model</a> · <a href="/openapi.json">The API</a> · <a href="/health">Health</a></p></footer>
<script>${new Markup(script)}</script>
</body>
</html>
`.text;
}
