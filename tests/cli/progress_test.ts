import { formatBytes, startProgress } from "../../lib/cli/progress.ts";
import { assertEquals, assertStringIncludes } from "../deps.ts";

function watched(silent = false) {
  let now = 0;
  let text = "";
  const progress = startProgress("copy", {
    silent,
    write: (piece) => void (text += piece),
    nowMs: () => now,
  });
  return { progress, text: () => text, at: (ms: number) => void (now = ms) };
}

Deno.test("startProgress: nothing before half a second, then a bar, then nothing left", () => {
  const { progress, text, at } = watched();
  at(499);
  progress.update(1, 4);
  assertEquals(text(), "");
  at(500);
  progress.update(2, 4);
  assertStringIncludes(text(), "copy [############............] 50% 2 B, 4 B/s, 1 s left");
  at(700);
  progress.update(3_000_000, null);
  assertStringIncludes(text(), "copy 2.9 MiB, 4.1 MiB/s");
  progress.clear();
  assertEquals(text().endsWith("\r\x1b[K"), true);
});

Deno.test("startProgress: silent stays silent", () => {
  const { progress, text, at } = watched(true);
  at(5000);
  progress.update(2, null);
  progress.clear();
  assertEquals(text(), "");
});

Deno.test("formatBytes: three digits and a unit", () => {
  const wanted = [[0, "0 B"], [1023, "1023 B"], [1536, "1.5 KiB"], [
    200 * 1024,
    "200 KiB",
  ]] as const;
  for (const [bytes, text] of wanted) assertEquals(formatBytes(bytes), text);
});
