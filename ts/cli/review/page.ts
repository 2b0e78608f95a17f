/**
 * The page as one answer: HTML, style and script in one, which the policy allows by a number used once, and nothing else.
 */
import { randomBytes } from "node:crypto";
import script from "#review-script";
import { STYLE } from "./page/style.js";
import type { Answer } from "./server.js";
import type { Start } from "./views.js";

/** The page, which finds in itself what it starts with. */
export function pageOf(start: Start): Answer {
  const nonce = randomBytes(16).toString("base64");
  const photos = start.remoteImages ? "'self' https: http:" : "'self'";
  const policy = [
    "default-src 'none'",
    `img-src ${photos} data:`,
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  // No text of the table can end the element it stands in.
  const data = JSON.stringify(start).replaceAll("<", "\\u003c");
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Review · fashion-wasm</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<noscript>The review needs JavaScript.</noscript>
<div id="root"></div>
<script type="application/json" id="start">${data}</script>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
  return { headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy }, body };
}
