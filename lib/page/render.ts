import { printable } from "../base/mod.ts";
import { createHash } from "node:crypto";
import { PAGE_SCRIPT, PAGE_STYLE } from "./browser_text.ts";
import { packed } from "./packed.ts";
import type { ChartPage, PondPage } from "./page_data.ts";

/**
 * The page as one HTML file. It loads nothing: the policy lets only the script and the style run
 * that are in it, by their hashes. What comes from a pond is in the title, as text, and in the JSON
 * of an element that no browser runs; the script puts it on the page as text nodes.
 */
export function renderPage(page: PondPage | ChartPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hash(PAGE_SCRIPT)}'`,
    `style-src 'sha256-${hash(PAGE_STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="pond">
<title>${escaped(printable(page.title))}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<noscript>This page shows its data with JavaScript, which is off here.</noscript>
<script type="application/json" id="data">${pageJson(packed(page))}</script>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/**
 * `value` as JSON that can stand in a script element: no `<`, so neither an end tag nor a comment
 * (HTML, "Restrictions for contents of script elements"); no character that isn't to be seen.
 */
function pageJson(value: unknown): string {
  const json = JSON.stringify(
    value,
    (_, each) => typeof each === "string" ? printable(each, { keepLines: true }) : each,
  );
  return json.replaceAll("<", "\\u003c");
}

/** Bytes that `value` takes in a page. */
export function jsonBytes(value: unknown): number {
  return new TextEncoder().encode(pageJson(value)).length;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
