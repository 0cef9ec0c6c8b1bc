/** The clock that a pond is opened with is the clock of its queries too. */
import { parseIsoTimeUs } from "../../lib/base/mod.ts";
import { initPond } from "../../lib/pond/mod.ts";
import { encodeJsonLines } from "../../lib/encode/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals } from "../deps.ts";

Deno.test("openPond: SQL asks the pond's own clock what time it is", async () => {
  let nowUs = parseIsoTimeUs("2001-02-03T04:05:06Z");
  const environment = {
    nowUs: () => nowUs,
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  };
  await using pond = await initPond("/pond", { store: memoryStore(), environment });
  const ask = async () => {
    const reader = await pond.read();
    await using result = await reader.sql(
      "SELECT now()::TIMESTAMP AS a, current_timestamp::TIMESTAMP AS b",
    );
    const chunks = await Array.fromAsync(encodeJsonLines(result));
    return JSON.parse(await new Blob(chunks as BlobPart[]).text());
  };
  const moment = "2001-02-03T04:05:06Z";
  assertEquals(await ask(), { a: moment, b: moment });
  nowUs += 86_400_000_000n;
  assertEquals((await ask()).a, "2001-02-04T04:05:06Z");
});
