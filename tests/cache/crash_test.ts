/**
 * A process that dies in the middle of keeping a result, at any operation, leaves a cache that
 * answers right.
 */
import { PondError, systemEnvironment } from "../../lib/base/mod.ts";
import { type CacheFacts, type CacheTarget, openResultCache } from "../../lib/cache/mod.ts";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../../lib/store/mod.ts";
import { faultyStore } from "../store/faulty.ts";
import { assertEquals, assertOk } from "../deps.ts";

const KEY = "cd".repeat(32);
const FACTS: CacheFacts = {
  label: "/x",
  rows: 1,
  columns: [],
  time: null,
  bounds: null,
  schemaKey: null,
};

function open(store: Store) {
  const warnings: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const cache = openResultCache(store, {
    environment: systemEnvironment,
    limitBytes: 1 << 20,
    warn,
  });
  return { cache, warnings };
}

const writes = (text: string) => (target: CacheTarget): Promise<CacheFacts> => {
  target.writeSync(new TextEncoder().encode(text), 0);
  return Promise.resolve(FACTS);
};

/**
 * Keeps a result in a process that dies before its `deadline`-th operation, a write half done;
 * returns whether it died.
 */
async function keepAndDie(store: Store, deadline: number, text: string): Promise<boolean> {
  let died = false;
  const mortal = faultyStore(store, {
    before({ index, kind }) {
      if (index < deadline) return;
      const isFirst = !died;
      died = true;
      if (isFirst && kind === "write") return "short";
      throw new PondError("io", "cannot go on: dead");
    },
  });
  await open(mortal).cache.put(KEY, writes(text));
  return died;
}

async function answer(store: Store, text: string): Promise<string> {
  const { cache } = open(store);
  const entry = await cache.get(KEY) ?? await cache.put(KEY, writes(text));
  const bytes = await entry.open();
  try {
    const into = new Uint8Array(bytes.sizeBytes);
    bytes.readSync(0, into);
    return new TextDecoder().decode(into);
  } finally {
    bytes.close();
  }
}

Deno.test("ResultCache: whenever a process dies, the next one answers right and finds no damage", async () => {
  let deaths = 0;
  for (let deadline = 0;; deadline++) {
    const store = memoryStore();
    if (!await keepAndDie(store, deadline, "the rows")) break;
    deaths++;
    assertEquals(await answer(store, "the rows"), "the rows", `operation ${deadline}`);
    const { cache, warnings } = open(store);
    assertEquals(await cache.verify(), []);
    assertEquals(await answer(store, "not computed again"), "the rows");
    assertEquals(warnings, []);
  }
  assertOk(deaths > 8, `${deaths} operations`);
});
