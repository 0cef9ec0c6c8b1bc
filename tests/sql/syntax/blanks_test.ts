/** Blanks beyond ASCII: what the engine takes for one is one here, and nothing else. */
import { isPondError } from "../../../lib/base/mod.ts";
import { checkStatement, distinctNames } from "../../../lib/sql/syntax/mod.ts";
import { assertEquals, assertThrows } from "../../deps.ts";
import { rowsOf } from "../support.ts";

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const BLANKS = [0xa0, ...range(0x2000, 0x200d), 0x202f, 0x205f, 0x2060, 0x3000, 0xfeff]
  .map((code) => String.fromCharCode(code));
/** Spaces by Unicode, letters to the engine. */
const LETTERS = [0x85, 0x1680, 0x180e, 0x200e, 0x2028, 0x2029].map((code) =>
  String.fromCharCode(code)
);

Deno.test("checkStatement: no blank hides a function or a second statement", () => {
  for (const b of BLANKS) {
    for (
      const sql of [
        `SELECT * FROM${b}duckdb_settings()`,
        `SELECT${b}*${b}FROM read_csv${b}('/etc/passwd')`,
        `SELECT * FROM (VALUES (1)) t(a) JOIN${b}duckdb_tables() ON true`,
        `/* ' */ SELECT * FROM${b}pragma_version()`,
        `${b}COPY${b}(SELECT 1) TO 'x'`,
        `SELECT 1;${b}SELECT 2`,
      ]
    ) {
      const error = assertThrows(() => checkStatement(sql), Error);
      assertEquals(isPondError(error, "invalid-query"), true, JSON.stringify(sql));
    }
    const honest = checkStatement(
      `SELECT${b}a${b}AS${b}"${b}"${b}FROM${b}t,${b}u${b}WHERE${b}a${b}>${b}1${b}`,
    );
    assertEquals(distinctNames(honest.references), ["t", "u"], JSON.stringify(b));
  }
  for (const letter of LETTERS) {
    assertEquals(distinctNames(checkStatement(`SELECT 1 FROM t${letter}u`).references), [
      `t${letter}u`,
    ]);
  }
});

Deno.test("run: SQL with any blank is answered, and blanks in quotes stay", async () => {
  for (const b of BLANKS) {
    const sql = `/* it's */${b}SELECT${b}'a${b}b'${b}AS${b}x${b}WHERE${b}1${b}<${b}2`;
    assertEquals((await rowsOf(sql)).rows, [[`a${b}b`]], JSON.stringify(b));
  }
});
