import { PondError } from "../../lib/base/mod.ts";
import {
  type CacheEntry,
  type CacheFacts,
  type CacheTarget,
  openResultCache,
  type ResultCache,
} from "../../lib/cache/mod.ts";
import { localStore, type Store } from "../../lib/store/mod.ts";
import { memoryStore } from "../store/memory.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

const FACTS: CacheFacts = {
  label: "/raw/x.csv",
  rows: 2,
  columns: [{ name: "__proto__", type: { is: "int64" }, nullable: true }],
  time: { name: "ts", unit: "us", native: true },
  bounds: { minUs: -1n, maxUs: 2n ** 60n },
  schemaKey: "schema",
};
const KEY = "ab".repeat(32);

function open(store: Store, options: { limitBytes?: number; nowUs?: () => bigint } = {}) {
  const warnings: string[] = [];
  let now = 1_000_000_000_000_000n;
  const cache = openResultCache(store, {
    environment: {
      nowUs: options.nowUs ?? (() => now += 1_000_000n),
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    },
    limitBytes: options.limitBytes ?? 1 << 30,
    warn: (message) => warnings.push(message),
  });
  return { cache, warnings };
}

function writes(text: string, facts: Partial<CacheFacts> = {}) {
  return (target: CacheTarget): Promise<CacheFacts> => {
    const bytes = new TextEncoder().encode(text);
    target.writeSync(bytes.subarray(3), 3);
    target.writeSync(bytes.subarray(0, 3), 0);
    return Promise.resolve({ ...FACTS, ...facts });
  };
}

async function contentOf(entry: CacheEntry | undefined): Promise<string | undefined> {
  if (!entry) return undefined;
  const bytes = await entry.open();
  try {
    const into = new Uint8Array(bytes.sizeBytes);
    bytes.readSync(0, into);
    return new TextDecoder().decode(into);
  } finally {
    bytes.close();
  }
}

async function withDirectory(work: (path: string) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempDir();
  try {
    await work(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

/** Every file but the mark that says whose the cache is. */
function filesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].flatMap((entry) =>
    entry.isDirectory ? filesIn(`${path}/${entry.name}`) : [`${path}/${entry.name}`]
  ).filter((name) => !name.endsWith("/owner.json")).sort();
}

Deno.test("ResultCache.put and get: content and facts, also for another process", async () => {
  await withDirectory(async (path) => {
    const { cache } = open(localStore(path));
    assertEquals(await cache.get(KEY), undefined);
    const put = await cache.put(KEY, writes("hello world"));
    assertEquals(await contentOf(put), "hello world");
    const other = await open(localStore(path)).cache.get(KEY);
    assertEquals(await contentOf(other), "hello world");
    assertEquals(
      { ...other, open: undefined, createdUs: undefined },
      { ...FACTS, key: KEY, sizeBytes: 11, open: undefined, createdUs: undefined },
    );
    assertEquals(Deno.statSync(`${path}/cache`).mode! & 0o777, 0o700);
    assertEquals(filesIn(`${path}/tmp`), []);
  });
});

Deno.test("ResultCache.get: older than maxAgeUs is absent", async () => {
  let now = 10n;
  const { cache } = open(memoryStore(), { nowUs: () => now });
  await cache.put(KEY, writes("abc"));
  now += 100n;
  assertOk(await cache.get(KEY, { maxAgeUs: 100n }));
  assertEquals(await cache.get(KEY, { maxAgeUs: 99n }), undefined);
});

Deno.test("ResultCache.get: any flipped byte of any file is found, removed, warned of once", async () => {
  await withDirectory(async (path) => {
    const first = open(localStore(path)).cache;
    await first.put(KEY, writes("PAR1 some rows PAR1"));
    const files = filesIn(`${path}/cache`);
    assertEquals(files.length, 2);
    const contents = files.map((file) => Deno.readFileSync(file));
    for (let f = 0; f < files.length; f++) {
      for (let i = 0; i < contents[f]!.length; i += 1) {
        files.forEach((file, n) => Deno.writeFileSync(file, contents[n]!));
        const broken = contents[f]!.slice();
        broken[i]! ^= 0x10;
        Deno.writeFileSync(files[f]!, broken);
        const { cache, warnings } = open(localStore(path));
        // The line feed at the very end carries nothing.
        const harmless = files[f]!.endsWith(".json") && i === broken.length - 1;
        if (harmless) continue;
        const entry = await cache.get(KEY);
        if (entry) await assertRejects(() => entry.open(), PondError, "damaged");
        assertEquals(entry === undefined, files[f]!.endsWith(".json"), `${files[f]} byte ${i}`);
        assertEquals(warnings.length, 1);
        assertEquals(await cache.get(KEY), undefined);
      }
    }
  });
});

Deno.test("ResultCache.get: another entry's files under this name are no entry", async () => {
  await withDirectory(async (path) => {
    const { cache } = open(localStore(path));
    const other = "cd".repeat(32);
    await cache.put(KEY, writes("mine"));
    await cache.put(other, writes("other"));
    Deno.copyFileSync(`${path}/cache/cd/${other}.json`, `${path}/cache/ab/${KEY}.json`);
    assertEquals(await open(localStore(path)).cache.get(KEY), undefined);
  });
});

Deno.test("ResultCache.put: the least recently used go when the limit is passed", async () => {
  await withDirectory(async (path) => {
    const { cache } = open(localStore(path), {
      limitBytes: 6000,
      nowUs: () => BigInt(Date.now()) * 1000n,
    });
    const keys = ["01", "02", "03", "04", "05"].map((part) => part.repeat(32));
    for (const key of keys) {
      await cache.put(key, writes("x".repeat(1500), { label: key.slice(0, 2) }));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const kept: string[] = [];
    for (const key of keys) if (await cache.get(key)) kept.push(key.slice(0, 2));
    // A sidecar and a file of 1,500 bytes take about 2,000: two or three fit.
    assertEquals(kept, keys.map((key) => key.slice(0, 2)).slice(-kept.length));
    assertOk(kept.length === 2 || kept.length === 3);
    assertOk((await cache.stats()).sizeBytes <= 6000);
  });
});

Deno.test("ResultCache.put: one entry above the limit is still delivered", async () => {
  const { cache } = open(memoryStore(), { limitBytes: 10 });
  assertEquals(await contentOf(await cache.put(KEY, writes("x".repeat(100)))), "x".repeat(100));
});

Deno.test("ResultCache.put: a failed computation is an error and leaves nothing behind", async () => {
  await withDirectory(async (path) => {
    const { cache, warnings } = open(localStore(path));
    const failing = (target: CacheTarget) => {
      target.writeSync(new Uint8Array(5), 0);
      return Promise.reject(new PondError("invalid-input", "cannot read x.csv: line 3"));
    };
    await assertRejects(() => cache.put(KEY, failing), PondError, "line 3");
    assertEquals([...filesIn(path), ...warnings], []);
    assertEquals(await contentOf(await cache.put(KEY, writes("fine"))), "fine");
  });
});

Deno.test("ResultCache.put: computes once for two that ask at the same time", async () => {
  const { cache } = open(memoryStore());
  let computed = 0;
  const write = async (target: CacheTarget) => {
    computed++;
    await Promise.resolve();
    return await writes("once")(target);
  };
  const entries = await Promise.all([cache.put(KEY, write), cache.put(KEY, write)]);
  assertEquals([await contentOf(entries[0]), await contentOf(entries[1])], ["once", "once"]);
  assertEquals(computed, 1);
});

Deno.test("ResultCache: whichever operation of the store fails, the result is right, with one warning at most", async () => {
  const operations = [
    "read",
    "stat",
    "list",
    "open",
    "create",
    "rename",
    "remove",
    "syncDirectory",
    "makeDirectory",
    "write",
    "sync",
  ];
  for (const operation of operations) {
    for (let nth = 1; nth <= 4; nth++) {
      let count = 0;
      const fail = (name: string) => {
        if (name === operation && ++count === nth) {
          throw new PondError("no-space", `cannot ${operation}: disk full`);
        }
      };
      const { cache, warnings } = open(failing(memoryStore(), fail));
      for (let round = 0; round < 2; round++) {
        const entry = await cache.get(KEY) ?? await cache.put(KEY, writes("the content"));
        assertEquals(await reopened(cache, entry), "the content", `${operation} ${nth}`);
        assertEquals(entry.bounds, FACTS.bounds);
      }
      assertOk(warnings.length <= 1, warnings.join("; "));
    }
  }
});

/** A caller computes again when the entry is gone by the time it is opened. */
async function reopened(cache: ResultCache, entry: CacheEntry): Promise<string | undefined> {
  return await contentOf(entry).catch(async () =>
    await contentOf(await cache.put(KEY, writes("the content")))
  );
}

/** A store that asks `fail` before each operation. */
function failing(store: Store, fail: (operation: string) => void): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const value = target[name];
      if (typeof value !== "function") return value;
      return async (...args: never[]) => {
        fail(name);
        const result = await (value as (...args: never[]) => unknown).apply(target, args);
        if (name !== "create") return result;
        return new Proxy(result as object, {
          get(writer, member) {
            const method = Reflect.get(writer, member) as (...args: never[]) => unknown;
            return (...args: never[]) => {
              fail(member === "writeSync" ? "write" : String(member));
              return method.apply(writer, args);
            };
          },
        });
      };
    },
  });
}

Deno.test("ResultCache.scratch: a file that is gone when it is closed, or memory", async () => {
  const write = async (target: CacheTarget) => void await writes("scratch content")(target);
  const read = async (cache: ResultCache) => {
    const bytes = await cache.scratch(write);
    const into = new Uint8Array(bytes.sizeBytes);
    bytes.readSync(0, into);
    return { text: new TextDecoder().decode(into), close: () => bytes.close() };
  };
  await withDirectory(async (path) => {
    const { text, close } = await read(open(localStore(path)).cache);
    assertEquals(text, "scratch content");
    assertEquals(filesIn(path).length, 1);
    close();
    assertEquals(filesIn(path), []);
  });
  const full = failing(memoryStore(), (operation) => {
    if (operation === "write") throw new PondError("no-space", "cannot write: disk full");
  });
  const { cache, warnings } = open(full);
  assertEquals((await read(cache)).text, "scratch content");
  assertEquals(warnings.length, 1);
});

Deno.test("ResultCache.verify and clear: damaged entries are named and removed, labels select", async () => {
  await withDirectory(async (path) => {
    const { cache } = open(localStore(path));
    const keys = ["01", "02", "03"].map((part) => part.repeat(32));
    await cache.put(keys[0]!, writes("one", { label: "/a/one" }));
    await cache.put(keys[1]!, writes("two", { label: "/a/two" }));
    await cache.put(keys[2]!, writes("three", { label: "/b/three" }));
    const damaged = filesIn(`${path}/cache/02`).find((file) => file.endsWith(".parquet"))!;
    Deno.writeTextFileSync(damaged, "twO");
    assertEquals(await cache.verify(), ["/a/two"]);
    assertEquals((await cache.stats()).entries, 2);
    assertEquals(await cache.clear((path) => path.startsWith("/b")), 1);
    assertOk(await cache.get(keys[0]!));
    assertEquals(await cache.clear(), 1);
    assertEquals(filesIn(path), []);
  });
});

Deno.test("ResultCache: many writers of one key and one directory don't disturb each other", async () => {
  await withDirectory(async (path) => {
    const caches = Array.from({ length: 6 }, () => open(localStore(path)).cache);
    await Promise.all(caches.map(async (cache, i) => {
      for (let round = 0; round < 5; round++) {
        const entry = await cache.put(KEY, writes(`content ${i} ${round}`));
        assertEquals(await contentOf(entry), `content ${i} ${round}`);
      }
    }));
    assertOk((await contentOf(await open(localStore(path)).cache.get(KEY)))!.startsWith("content"));
  });
});
