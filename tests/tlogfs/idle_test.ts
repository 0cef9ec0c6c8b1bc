import { systemEnvironment } from "../../lib/base/mod.ts";
import { localStore } from "../../lib/store/mod.ts";
import { createTlog, openTlog } from "../../lib/tlogfs/mod.ts";
import { assertEquals } from "../deps.ts";
import { readText, tlogOptions, transact, write } from "./fixture.ts";

Deno.test("an unfinished write whose writer lives stays, however old; one of a dead writer goes", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const store = localStore(`${directory}/pond`);
    const options = { ...tlogOptions(store), environment: systemEnvironment };
    const tlog = await createTlog(options);
    const dead = "tmp/blob-00000000-0000-4000-8000-000000000000-0";
    (await store.create(dead)).close();
    const { promise: idle, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: isIdle, resolve: becomesIdle } = Promise.withResolvers<void>();
    const transaction = await tlog.begin({ argv: [] });
    const large = "x".repeat(100_000);
    await transaction.writeFile("/first", once(large), {});
    const writing = transaction.writeFile(
      "/idle",
      (async function* () {
        yield new TextEncoder().encode(large);
        becomesIdle();
        await idle;
        yield new TextEncoder().encode("end");
      })(),
      {},
    );
    await isIdle;
    const old = new Date(Date.now() - 3 * 86_400_000);
    for (const { name } of await store.list("tmp")) {
      Deno.utimeSync(`${directory}/pond/tmp/${name}`, old, old);
    }
    await transact(await openTlog(options), (t) => write(t, "/other", "x"));
    goOn();
    await writing;
    await transaction.commit();
    assertEquals(await readText(tlog, "/first"), large);
    assertEquals(await readText(tlog, "/idle"), `${large}end`);
    assertEquals((await store.list("tmp")).map(({ name }) => name), ["writer.lock"]);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}
