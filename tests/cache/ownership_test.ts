/** Whose the cache is: results that came from elsewhere are never served, and never touched. */
import { PondError, systemEnvironment } from "../../lib/base/mod.ts";
import { openResultCache } from "../../lib/cache/mod.ts";
import { localStore, type Store, type StoreIdentity } from "../../lib/store/mod.ts";
import { assertEquals, assertMatch } from "../deps.ts";

const KEY = "ab".repeat(32);
const FACTS = {
  label: "/t",
  rows: 1,
  columns: [],
  time: null,
  bounds: null,
  schemaKey: null,
};

function open(store: Store) {
  const warnings: string[] = [];
  const cache = openResultCache(store, {
    environment: systemEnvironment,
    limitBytes: 1e6,
    warn: (message) => void warnings.push(message),
  });
  const put = (text: string) =>
    cache.put(KEY, (target) => {
      target.writeSync(new TextEncoder().encode(text), 0);
      return Promise.resolve(FACTS);
    });
  return { cache, put, warnings };
}

async function withPond(work: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await work(`${directory}/pond`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function look(path: string): string[] {
  return [...Deno.readDirSync(path)].flatMap(({ name, isDirectory }) => {
    const at = `${path}/${name}`;
    return isDirectory
      ? [at, ...look(at)]
      : [`${at} ${Deno.statSync(at).mtime?.getTime()} ${Deno.readTextFileSync(at)}`];
  }).sort();
}

function copyTree(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyTree(`${from}/${name}`, `${to}/${name}`);
    else Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}

/** A store in which the cache's directory is what `change` makes of it. */
function disguised(path: string, change: (identity: StoreIdentity) => StoreIdentity): Store {
  const inner = localStore(path);
  return instead(inner, {
    identity: async (name) => {
      const identity = await inner.identity(name);
      return identity && name === "cache" ? change(identity) : identity;
    },
  });
}

/** A store some of whose operations are others. */
function instead(store: Store, others: Partial<Store>): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      if (name in others) return others[name];
      const value = target[name];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

async function refuses(store: Store, path: string, why: RegExp): Promise<void> {
  const before = look(`${path}/cache`);
  const { cache, put, warnings } = open(store);
  assertEquals(await cache.get(KEY), undefined);
  assertEquals((await cache.stats()).entries, 0);
  assertEquals(await cache.list(), []);
  assertEquals((await put("computed")).sizeBytes, 8);
  assertEquals((await cache.get(KEY))?.sizeBytes, 8);
  assertEquals(await cache.verify(), []);
  assertEquals(warnings.length, 1);
  assertMatch(warnings[0]!, why);
  assertEquals(look(`${path}/cache`), before);
}

Deno.test("a cache that came with a pond from elsewhere is not served and not changed; clearing it starts it anew", async () => {
  await withPond(async (path) => {
    await open(localStore(path)).put("planted");
    const copy = `${path}-copy`;
    copyTree(path, copy);
    await refuses(localStore(copy), copy, /not made by this pond on this machine/);
    const { cache, put, warnings } = open(localStore(copy));
    assertEquals(await cache.clear((path) => path === "/t"), 0);
    assertEquals(await cache.clear(), 1);
    assertEquals(warnings.length, 1);
    await put("ours");
    assertEquals((await open(localStore(copy)).cache.get(KEY))?.sizeBytes, 4);
  });
});

Deno.test("a cache without a mark is used only where it is empty", async () => {
  await withPond(async (path) => {
    await open(localStore(path)).put("planted");
    Deno.removeSync(`${path}/cache/owner.json`);
    await refuses(localStore(path), path, /not made by this pond/);
    Deno.writeTextFileSync(`${path}/cache/owner.json`, "no JSON");
    await refuses(localStore(path), path, /not made by this pond/);
  });
});

Deno.test("another user's cache is not used, nor one that others may look into, nor one of a pond that can't be written", async () => {
  await withPond(async (path) => {
    await open(localStore(path)).put("theirs");
    const others = disguised(path, (identity) => ({ ...identity, ownerId: 4711 }));
    await refuses(others, path, /not this user's/);
    assertEquals(await open(others).cache.clear(), 0);
    const shared = disguised(path, (identity) => ({ ...identity, mode: 0o755 }));
    await refuses(shared, path, /others may look into it/);
    const closed = instead(localStore(path), {
      create: () => Promise.reject(new PondError("permission", "no")),
    });
    assertEquals((await open(closed).cache.stats()).entries, 0);
  });
});
