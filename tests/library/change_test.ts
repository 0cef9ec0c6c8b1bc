import { loadArrow } from "../../lib/deps/arrow.ts";
import type { Pond, TableContent } from "../../lib/library/mod.ts";
import { assertEquals, assertOk } from "../deps.ts";
import { codeOf, memoryPond } from "./support.ts";

/** What `/t` holds, in the order of its column `a`. */
function rowsOf(pond: Pond) {
  return pond.sql`SELECT * FROM "/t" ORDER BY a`.rows();
}

async function* chunks(...texts: (string | Uint8Array)[]) {
  for (const text of texts) yield await Promise.resolve(text);
}

Deno.test("write: text, bytes, Blob, Response, stream and iterator; parents are made", async () => {
  await using pond = await memoryPond();
  const bytes = new TextEncoder().encode("abc");
  const contents = {
    text: "abc",
    bytes,
    view: new DataView(bytes.buffer),
    buffer: bytes.buffer,
    blob: new Blob(["a", "bc"]),
    response: new Response("abc"),
    stream: new Blob(["abc"]).stream(),
    iterator: chunks("a", new TextEncoder().encode("bc")),
  };
  const { value, transaction } = await pond.change("write", async (change) => {
    for (const [name, content] of Object.entries(contents)) {
      await change.write(`/deep/er/${name}`, content);
    }
    return 5;
  });
  assertEquals([value, transaction], [5, 1]);
  for (const name of Object.keys(contents)) {
    assertEquals(await pond.file(`/deep/er/${name}`).text(), "abc", name);
  }
  assertEquals(await codeOf(pond.change("x", (c) => c.write("/x", 5 as never))), "usage");
  assertEquals((await Array.fromAsync(pond.log()))[0]!.argv, ["write"]);
  assertEquals((await pond.change("nothing", () => {})).transaction, null);
});

Deno.test("file: Blob's words, of a part, a version and what a change has written", async () => {
  await using pond = await memoryPond();
  await pond.change("one", (change) => change.write("/f.json", `{"a":[1]}`));
  await pond.change("two", async (change) => {
    await change.write("/f.json", "0123456789");
    assertEquals(await change.file("/f.json").text(), "0123456789");
    assertEquals([await change.exists("/f.json"), await change.exists("/no")], [true, false]);
  });
  const file = pond.file("/f.json");
  assertEquals(await file.size, 10);
  assertEquals(await file.slice(2, 5).text(), "234");
  assertEquals(await file.slice(-3).slice(1).text(), "89");
  assertEquals(await file.slice(5, 2).size, 0);
  assertEquals(await new Response(file.slice(8).stream()).text(), "89");
  assertEquals((await file.bytes()).length, 10);
  assertEquals((await file.arrayBuffer()).byteLength, 10);
  assertEquals(await file.version(1).json(), { a: [1] });
  const { version, size, kind, modified } = await file.stat();
  assertEquals([version, size, kind], [2, 10, "data"]);
  assertOk(modified instanceof Date);
  assertEquals([await file.exists(), await pond.file("/none").exists()], [true, false]);
  assertEquals(await codeOf(pond.file("/none").text()), "not-found");
  assertEquals(await codeOf(pond.file("/").text()), "is-a-directory");
});

Deno.test("create, append, replace: rows of every type, read back as they were", async () => {
  await using pond = await memoryPond();
  const rows = [
    {
      a: 1,
      n: null,
      b: true,
      f: 1.5,
      big: 9007199254740993n,
      s: "é\0",
      bytes: new Uint8Array([1, 2]),
      at: Temporal.Instant.from("1960-01-01T00:00:00.000001Z"),
      day: Temporal.PlainDate.from("2026-02-28"),
      time: Temporal.PlainTime.from("12:00:00.000001"),
      list: [[1], [], null],
      object: { x: 1, y: ["z"] },
    },
    { a: 2, later: "z" },
  ];
  await pond.change("create", (change) => change.create("/t", rows));
  const [first, second] = await rowsOf(pond);
  assertEquals(first!.later, null);
  assertEquals(second!.later, "z");
  for (const [name, value] of Object.entries(rows[0]!)) {
    const isTemporal = typeof value === "object" && value !== null && "toJSON" in value;
    const got = first![name];
    assertEquals(isTemporal ? String(got) : got, isTemporal ? String(value) : value, name);
  }
  await pond.change("append", (change) => change.append("/t", [{ a: 3, b: false, f: 2 }]));
  assertEquals((await rowsOf(pond)).map(({ a, f }) => [a, f]), [[1, 1.5], [2, null], [3, 2]]);
  assertEquals((await pond.file("/t").stat()).kind, "table");
  await pond.change("replace", (change) => change.replace("/t", [{ a: "x" }]));
  assertEquals(await rowsOf(pond), [{ a: "x" }]);
  assertEquals(await codeOf(pond.change("x", (c) => c.create("/t", [{ a: 1 }]))), "exists");
});

Deno.test("append: rows with a time make a series and grow it; replace begins it anew", async () => {
  await using pond = await memoryPond();
  const row = (day: number) => ({ ts: new Date(Date.UTC(2026, 0, day)), a: day });
  await pond.change("first", (change) => change.append("/t", [row(1), row(2)]));
  await pond.change("more", async (change) => {
    await change.append("/t", [row(3)]);
    await change.append("/t", [row(4)]);
  });
  const { kind, version } = await pond.file("/t").stat();
  assertEquals([kind, version], ["series", 3]);
  assertEquals((await rowsOf(pond)).map(({ a }) => a), [1, 2, 3, 4]);
  await pond.change("anew", (change) => change.replace("/t", [row(9)]));
  assertEquals((await rowsOf(pond)).map(({ a }) => a), [9]);
  assertEquals((await pond.at(2).sql`SELECT count(*) AS n FROM "/t"`.first())!.n, 4);
});

Deno.test("append: Arrow, Parquet bytes, iterators and a query", async () => {
  await using pond = await memoryPond();
  const source = pond.sql`SELECT i AS a, TIMESTAMP '2026-01-01 00:00:00' AS at FROM range(3) t(i)`;
  const table = await source.table();
  const contents: TableContent[] = [
    table,
    table.batches[0]!,
    source.batches(),
    (await loadArrow()).tableToIPC(table, "stream"),
    (await loadArrow()).tableToIPC(table, "file"),
    await new Response(source.stream("parquet")).bytes(),
    new Blob([await new Response(source.stream("parquet")).bytes()]),
    source,
    new Set([{ a: 0 }, { a: 1 }, { a: 2 }]),
    source[Symbol.asyncIterator]() as AsyncGenerator<object>,
  ];
  for (const [i, content] of contents.entries()) {
    await pond.change("append", (change) => change.append("/t", content));
    const counted = await pond.sql`SELECT count(*) AS n, sum(a) AS s FROM "/t"`.first();
    assertEquals(counted, { n: 3 * (i + 1), s: 3 * (i + 1) }, String(i));
  }
  const bytes = new TextEncoder().encode("a,b\n1,2\n");
  assertEquals(await codeOf(pond.change("x", (c) => c.append("/t", bytes))), "invalid-input");
  assertEquals(await codeOf(pond.change("x", (c) => c.append("/t", 5 as never))), "usage");
});

Deno.test("append: types are held; schema says what can't be inferred", async () => {
  await using pond = await memoryPond();
  const append = (rows: object[], schema = {}) =>
    codeOf(pond.change("append", (change) => change.append("/t", rows, { schema })));
  assertEquals(await append([{ a: 1 }, { a: "x" }]), "invalid-input");
  assertEquals(await append([{ a: 1 }, 5 as never]), "invalid-input");
  assertEquals(await append([{ a: () => 1 }]), "invalid-input");
  assertEquals(await append([]), "invalid-input");
  assertEquals(await append([{ a: 1.005 }], { a: "decimal(4,2)" }), "invalid-input");
  assertEquals(await append([{ a: 300 }], { a: "int8" }), "invalid-input");
  assertEquals(await append([], { a: "decimal(4,2)", ts: "timestamp" }), "none");
  assertEquals((await pond.file("/t").stat()).kind, "series");
  const at = { ts: "2026-01-01T00:00:00+01:00" };
  assertEquals(
    await append([{ a: "-1.5", ...at }], { a: "decimal(4,2)", ts: "timestamp" }),
    "none",
  );
  const [row] = await rowsOf(pond);
  assertEquals([row!.a, String(row!.ts)], ["-1.50", "2025-12-31T23:00:00Z"]);
  await pond.change("table", (change) => change.create("/u", [{ a: 1 }]));
  const wrong = pond.change("x", (change) => change.append("/u", [{ a: "text" }]));
  assertEquals(await codeOf(wrong), "invalid-input");
});

Deno.test("mknod: a config as an object or as YAML, checked", async () => {
  await using pond = await memoryPond();
  await pond.change("make", async (change) => {
    await change.create("/in", [{ a: 1 }, { a: 2 }]);
    const config = { patterns: { source: "/in" }, query: "SELECT sum(a) AS a FROM source" };
    await change.mknod("/d/t", { factory: "sql-derived-table", config });
    await change.symlink("/d/t", "/t");
  });
  assertEquals(await rowsOf(pond), [{ a: 3 }]);
  const config = "patterns: {source: /in}\nquery: SELECT max(a) AS a FROM source\n";
  await pond.change(
    "again",
    (change) => change.mknod("/d/t", { factory: "sql-derived-table", config, overwrite: true }),
  );
  assertEquals(await rowsOf(pond), [{ a: 2 }]);
  assertEquals(await pond.at(1).sql`SELECT a FROM "/t"`.rows(), [{ a: 3 }]);
  const bad = pond.change(
    "bad",
    (change) => change.mknod("/bad", { factory: "sql-derived-table", config: { nothing: 1 } }),
  );
  assertEquals(await codeOf(bad), "invalid-config");
});

Deno.test("change: mkdir, rename, remove, dryRun; all or nothing", async () => {
  await using pond = await memoryPond();
  await pond.change("make", async (change) => {
    await change.mkdir("/a");
    await change.mkdir("/a/b/c", { recursive: true });
    await change.mkdir("/a", { recursive: true });
    await change.write("/a/f", "x");
    await change.rename("/a/f", "/a/g");
  });
  const names = async () => (await Array.fromAsync(pond.walk("/"))).map(({ path }) => path);
  assertEquals(await names(), ["/a", "/a/b", "/a/b/c", "/a/g"]);
  assertEquals((await Array.fromAsync(pond.list("/a"))).map(({ name }) => name), ["b", "g"]);
  assertEquals(await codeOf(Array.fromAsync(pond.list("/a/g"))), "not-a-directory");
  const dry = await pond.change("dry", (c) => c.remove("/a", { recursive: true }), {
    dryRun: true,
  });
  assertEquals([dry.transaction, (await names()).length], [null, 4]);
  const failing = pond.change("half", async (change) => {
    await change.write("/half", "x");
    throw new RangeError("no");
  });
  assertEquals(await failing.catch((error) => error.message), "no");
  assertEquals((await names()).length, 4);
  await pond.change("rm", (change) => change.remove("/a", { recursive: true }));
  assertEquals(await names(), []);
});

Deno.test("change: what isn't awaited is done, fails the whole, or is refused", async () => {
  await using pond = await memoryPond();
  await pond.change("loose", (change) => {
    change.write("/a", "a");
    change.write("/b", "b");
  });
  assertEquals(await pond.file("/b").text(), "b");
  const failed = pond.change("loose", (change) => void change.mkdir("/a"));
  assertEquals(await codeOf(failed), "exists");
  const { value } = await pond.change("caught", async (change) => {
    await change.mkdir("/a").catch(() => {});
    return "went on";
  });
  assertEquals(value, "went on");
  const late = Promise.withResolvers<string>();
  await pond.change("late", (change) => {
    setTimeout(() => late.resolve(codeOf(change.write("/late", "x"))), 0);
  });
  assertEquals(await late.promise, "usage");
});

Deno.test("change: changes of one process queue; one inside another is refused", async () => {
  await using pond = await memoryPond();
  await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      pond.change(`${i}`, async (change) => {
        const before = await change.exists("/n") ? Number(await change.file("/n").text()) : 0;
        await change.write("/n", String(before + 1));
      })),
  );
  assertEquals(await pond.file("/n").text(), "8");
  const inner = pond.change("outer", () => pond.change("inner", () => {}));
  assertEquals(await codeOf(inner), "usage");
});
