import { createHash } from "node:crypto";
import { renderPage } from "../../lib/page/mod.ts";
import { assertEquals, assertNotMatch, assertOk, assertStringIncludes } from "../deps.ts";
import { dataOf, HOSTILE, pageOf, tableOf } from "./pages.ts";

Deno.test("renderPage: nothing of a pond is markup, and no control is left in it", () => {
  const quiet = renderPage(pageOf([tableOf(3)]));
  const hostile = renderPage(pageOf([tableOf(3, HOSTILE)], HOSTILE));
  const frame = (html: string) =>
    html.replace(/(id="data">).*(?=<\/script>\n)/, "$1").replace(/<title>.*<\/title>/, "");
  assertEquals(frame(hostile), frame(quiet));
  const json = /id="data">(.*)<\/script>\n/.exec(hostile)![1]!;
  assertNotMatch(json, /<|[\u202a-\u202e\u2066-\u2069\u2028\u2029]|\p{Cc}/u);
  const title = /<title>(.*)<\/title>/.exec(hostile)![1]!;
  assertNotMatch(title, /[<>\u202e\u2028]/);
  assertStringIncludes(dataOf(hostile).log[0]!.command, "</script><script>alert(1)");
});

Deno.test("renderPage: the policy lets run what is in the file, by its hash, and loads nothing", () => {
  const html = renderPage(pageOf([]));
  const hash = (text: string) => createHash("sha256").update(text).digest("base64");
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!;
  const script = html.slice(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>"));
  const style = html.slice(html.indexOf("<style>") + 7, html.indexOf("</style>"));
  assertEquals(policy.split("; "), [
    "default-src 'none'",
    `script-src 'sha256-${hash(script)}'`,
    `style-src 'sha256-${hash(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  assertOk(html.indexOf("Content-Security-Policy") < html.indexOf("<style>"));
  assertStringIncludes(script, "The MIT License (MIT)");
  assertStringIncludes(script, "Leon Sorokin");
  // Nothing in it parses markup or runs text.
  assertNotMatch(
    script,
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\b|\bfetch\(/,
  );
  assertNotMatch(style, /url\(/);
});
