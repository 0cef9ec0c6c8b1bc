import { faultyStore, type StoreOperation } from "./faulty.ts";
import { localStore } from "../../lib/store/mod.ts";
import { memoryStore } from "./memory.ts";
import { testStoreContract } from "../contract/store_contract.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

const made: string[] = [];
function temporary(): string {
  const directory = Deno.makeTempDirSync();
  made.push(directory);
  return directory;
}
globalThis.addEventListener("unload", () => {
  for (const directory of made) Deno.removeSync(directory, { recursive: true });
});

testStoreContract("localStore", () => localStore(`${temporary()}/pond`));
testStoreContract(
  "localStore without hard links",
  () => localStore(temporary(), { hardLinks: false }),
);
testStoreContract("memoryStore", () => memoryStore());
testStoreContract("faultyStore without faults", () => faultyStore(memoryStore(), {}));

Deno.test("localStore: what it makes is never wider than the umask", async () => {
  const before = Deno.umask(0o077);
  try {
    const root = `${temporary()}/pond`;
    const store = localStore(root);
    (await store.create("a/b")).close();
    await (await store.lock("tmp/l", { deadlineMs: 0 })).release();
    for (const name of ["", "/a", "/a/b", "/tmp/l"]) {
      assertEquals(Deno.statSync(root + name).mode! & 0o077, 0, name);
    }
  } finally {
    Deno.umask(before);
  }
});

Deno.test("faultyStore: records every operation and fails the one it is told to", async () => {
  const seen: StoreOperation[] = [];
  const store = faultyStore(memoryStore(), {
    before(operation) {
      if (operation.kind === "sync") throw new Error("EIO");
      return operation.kind === "write" && operation.name === "short" ? "short" : undefined;
    },
    after: (operation) => void seen.push(operation),
  });
  const writer = await store.create("a");
  await writer.write(new Uint8Array([1, 2]));
  await assertRejects(() => writer.sync(), Error, "EIO");
  const short = await store.create("short");
  await assertRejects(() => short.write(new Uint8Array([1, 2, 3, 4])), Error, "No space");
  assertEquals([...await store.read("short")], [1, 2]);
  assertEquals(seen.map((operation) => operation.kind), ["create", "write", "create", "read"]);
  assertOk(seen.every((operation, i) => i === 0 || operation.index > seen[i - 1]!.index));
});

Deno.test("faultyStore: a directory that it makes is as narrow as was asked", async () => {
  const root = temporary();
  await faultyStore(localStore(root), {}).makeDirectory("private", { mode: 0o700 });
  assertEquals(Deno.statSync(`${root}/private`).mode! & 0o777, 0o700);
});
