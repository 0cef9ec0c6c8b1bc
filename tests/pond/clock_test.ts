/** The clock that a pond is opened with is the clock of its queries too. */
import { parseIsoTimeUs } from "../../lib/base/mod.ts";
import { initPond } from "../../lib/pond/mod.ts";
import { encodeJsonLines } from "../../lib/encode/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals } from "../deps.ts";

/** What the clock says, by every name that SQL has for it. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  "2001-02-03 04:05:06": [
    ...["now()", "current_timestamp", "CURRENT_TIMESTAMP", "get_current_timestamp()", '"now"()'],
    ...["transaction_timestamp()", "localtimestamp", "current_localtimestamp()"],
  ],
  "2001-02-03": ["today()", "current_date", "current_date()"],
  "04:05:06": ["current_time", "get_current_time()", "localtime", "current_localtime()"],
  "2 days 04:05:06": ["age(TIMESTAMP '2001-02-01')"],
  "2 days": ["age(TIMESTAMP '2001-02-03', TIMESTAMP '2001-02-01')"],
  "2001-02-04 00:00:00": ["current_date + INTERVAL 1 DAY"],
};

Deno.test("openPond: SQL asks the pond's own clock what time it is", async () => {
  let nowUs = parseIsoTimeUs("2001-02-03T04:05:06Z");
  const environment = {
    nowUs: () => nowUs,
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  await using pond = await initPond("/pond", { store: memoryStore(), environment });
  const ask = async (questions: readonly string[]) => {
    const reader = await pond.read();
    const columns = questions.map((sql, i) => `(${sql})::VARCHAR AS q${i}`);
    await using result = await reader.sql(`SELECT ${columns.join(", ")}`);
    const chunks = await Array.fromAsync(encodeJsonLines(result));
    return Object.values(JSON.parse(await new Blob(chunks as BlobPart[]).text()));
  };
  for (const [answer, questions] of Object.entries(ANSWERS)) {
    // Each alone: a query that doesn't name the time isn't told it.
    for (const question of questions) assertEquals(await ask([question]), [answer], question);
    assertEquals(await ask(questions), questions.map(() => answer));
  }
  nowUs += 86_400_000_000n;
  assertEquals(await ask(["today()", "now()"]), ["2001-02-04", "2001-02-04 04:05:06"]);
});
