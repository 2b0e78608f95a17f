#!/usr/bin/env bash
# Runs: new URL("./name.bin", import.meta.url) of a package in node_modules, in a route handler and in a client component
# of Next.js 16.4.6 (react 19.3.1), built by Turbopack (the default) and by `next build --webpack`, served by next start.
#
# Guess: the expression gives a URL wherever it stands, so new URL(it) works and, on the server, so does readFile(it).
# What happens: Turbopack's route handler has a file: URL, and reads it. webpack's has "/_next/static/media/…", the
# address that a page would ask for, though this code runs on the server. It claims to be a URL (instanceof says true),
# yet its protocol is empty, new URL(it) throws "Invalid URL", and readFile refuses "an instance of URL". A copy lies in
# .next/server/chunks/static/media, which the address does not say; the address itself answers 404 unless a page uses
# the file too. Nothing is warned of. In the client component, rendered on the server, both bundlers give such an object,
# so under Turbopack one server has two answers to one expression.
#
# Meaning: instanceof URL does not tell a URL from these; look at protocol. A package that reads its own files in a route
# handler built by webpack has to stay out of the bundle: serverExternalPackages gives the file: URL in node_modules.
# In a component, resolve the href against the page's address before giving it to new URL.
set -euo pipefail

dir=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" || true; wait "$server" || true; fi; rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$dir" next@16.4.6 react@19.3.1 react-dom@19.3.1

for package in bundled outside; do
  mkdir -p "node_modules/$package"
  echo '{ "name": "'$package'", "version": "1.0.0", "type": "module", "exports": "./index.js" }' >"node_modules/$package/package.json"
  cat >"node_modules/$package/index.js" <<'JS'
export const ofRoute = new URL("./route.bin", import.meta.url);
export const ofPage = new URL("./page.bin", import.meta.url);
JS
  printf 'bytes of the route' >"node_modules/$package/route.bin"
  printf 'bytes of the page' >"node_modules/$package/page.bin"
done

mkdir -p app/route app/page
echo 'export default { serverExternalPackages: ["outside"] };' >next.config.mjs
cat >app/layout.js <<'JS'
export default function Layout({ children }) {
  return <html><body>{children}</body></html>;
}
JS
cat >app/route/route.js <<'JS'
import { readFile } from "node:fs/promises";
import { ofRoute } from "bundled";
import { ofRoute as outside } from "outside";

export const dynamic = "force-dynamic";
const read = (file) => readFile(file).then(String, (error) => error.code);
const again = (file) => {
  try {
    return new URL(file).protocol;
  } catch (error) {
    return error.message;
  }
};
const facts = async (file) => ({
  instanceofURL: file instanceof URL, href: file.href, sameAsString: String(file) === file.href,
  protocol: file.protocol, newURL: again(file), readFile: await read(file),
});
export async function GET() {
  return Response.json({ bundled: await facts(ofRoute), outside: await facts(outside) });
}
JS
cat >app/page/page.js <<'JS'
import { Look } from "./look.js";

export const dynamic = "force-dynamic";
export default function Page() {
  return <Look />;
}
JS
cat >app/page/look.js <<'JS'
"use client";
import { ofPage } from "bundled";

const again = () => {
  try {
    return new URL(String(ofPage)).protocol;
  } catch (error) {
    return error.message;
  }
};
export function Look() {
  const facts = { instanceofURL: ofPage instanceof URL, href: ofPage.href, newURL: again() };
  return <pre data-facts={encodeURIComponent(JSON.stringify(facts))} />;
}
JS

cat >look.mjs <<'JS'
import { readdirSync, readFileSync } from "node:fs";

const [bundler, home] = process.argv.slice(2);
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;
console.log(`\nNode ${process.version}, next ${version("next")}, react ${version("react")}, ${bundler}`);

// what changes with each build or folder is named, not compared
const plain = (text) =>
  text.replace(/[.][\w~-]+[.]bin$/, ".HASH.bin").replace(/^file:.*[/](?=[.]next[/]|node_modules[/])/, "file:///…/");
const route = await (await fetch(`${home}/route`)).json();
const markup = await (await fetch(`${home}/page`)).text();
const page = JSON.parse(decodeURIComponent(markup.match(/data-facts="([^"]*)"/)[1]));
const status = async (href) => (href.startsWith("/") ? (await fetch(home + href)).status : "none");
const statuses = { route: await status(route.bundled.href), page: await status(page.href) };
for (const facts of [route.bundled, route.outside, page]) facts.href = plain(facts.href);

const file = (href) => ({
  instanceofURL: true, href, sameAsString: true, protocol: "file:", newURL: "file:", readFile: "bytes of the route",
});
const address = {
  instanceofURL: true, href: "/_next/static/media/route.HASH.bin", sameAsString: true,
  protocol: "", newURL: "Invalid URL", readFile: "ERR_INVALID_ARG_TYPE",
};
const turbopack = bundler === "turbopack";
const copies = readdirSync(".next", { recursive: true }).filter((path) => /^server[/].*[/]route[.][^/]*bin$/.test(path)).map(plain);
const rows = [
  ["route handler", route.bundled, turbopack ? file("file:///…/.next/server/assets/route.HASH.bin") : address],
  ["route handler, serverExternalPackages", route.outside, file("file:///…/node_modules/outside/route.bin")],
  ["client component", page, { instanceofURL: true, href: "/_next/static/media/page.HASH.bin", newURL: "Invalid URL" }],
  ["GET of these addresses", statuses, { route: turbopack ? "none" : 404, page: 200 }],
  ["copies of the handler's file in .next/server", copies, [`server/${turbopack ? "assets" : "chunks/static/media"}/route.HASH.bin`]],
  ["warnings of next build", readFileSync("build.log", "utf8").match(/^.*(warn|⚠).*$/gim) ?? [], []],
];
let changed = false;
for (const [title, got, expected] of rows) {
  const [seen, wanted] = [JSON.stringify(got), JSON.stringify(expected)];
  console.log(`  ${title}\n    ${seen}`);
  if (seen !== wanted) {
    changed = true;
    console.log(`    CHANGED, expected ${wanted}`);
  }
}
process.exit(changed ? 1 : 0);
JS

export NEXT_TELEMETRY_DISABLED=1
for bundler in turbopack webpack; do
  rm -rf .next
  : >server.log # what the server before said
  node node_modules/next/dist/bin/next build "--$bundler" >build.log 2>&1 || { cat build.log; exit 1; }
  node node_modules/next/dist/bin/next start -p 0 >server.log 2>&1 &
  server=$!
  for _ in $(seq 120); do
    if grep -q Ready server.log; then break; fi
    sleep 0.5
  done
  node look.mjs "$bundler" "$(grep -o 'http://localhost:[0-9]*' server.log)"
  kill "$server"
  wait "$server" || true
  server=
done
echo "as expected"
