import { redactArgv } from "../../lib/cli/redact.ts";
import { assertEquals } from "../deps.ts";

const SECRETS: readonly [string[], string[]][] = [
  [["https://ann:hunter2@example.org/x"], ["https://***@example.org/x"]],
  [["https://ann:p@ss@example.org/x"], ["https://***@example.org/x"]],
  [["s3://AKIAKEY@bucket/x"], ["s3://***@bucket/x"]],
  [["ann:hunter2@example.org"], ["***@example.org"]],
  [["host:ann:hunter2@c.csv"], ["host:***@c.csv"]],
  [["--password", "hunter2", "/a"], ["--password", "***", "/a"]],
  [["--db-password=hunter2"], ["--db-password=***"]],
  [["--api-key", "abc"], ["--api-key", "***"]],
  [["https://example.org/?token=abc&x=1"], ["https://example.org/?token=***&x=1"]],
  [["ACCESS_TOKEN=abc"], ["ACCESS_TOKEN=***"]],
  [["client_secret: 'a b c'"], ["client_secret: ***"]],
  [['{"password": "a b"}'], ['{"password": ***}']],
  [["Authorization: Bearer abcdefgh.ijkl"], ["Authorization: Bearer ***"]],
];

const HARMLESS = [
  ["copy", "host:me@home.csv", "/raw/a@b"],
  ["mkdir", "/tokens", "/password"],
  ["mknod", "--factory", "csv-directory", "/secrets/list", "token.yaml"],
  ["copy", "--time-column", "ts", "-", "/s"],
];

Deno.test("redactArgv: secrets never reach the log", () => {
  for (const [given, wanted] of SECRETS) assertEquals(redactArgv(given), wanted);
});

Deno.test("redactArgv: ordinary words stay", () => {
  for (const words of HARMLESS) assertEquals(redactArgv(words), words);
});
