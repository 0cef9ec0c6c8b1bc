import { isPondError, PondError, sha256 } from "../../lib/base/mod.ts";
import { parseEndpoint } from "../../lib/commands/endpoint.ts";
import { readHostFile, writeHostFile } from "../../lib/commands/host_file.ts";
import { hostText } from "../../lib/commands/host_text.ts";
import { locateNewPond, locatePond } from "../../lib/commands/locate.ts";
import { join, resolve } from "../../lib/deps/std_path.ts";
import { assertEquals, assertOk, assertRejects, assertThrows } from "../deps.ts";

async function inTempDirectory(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  try {
    await work(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65_536) {
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  }
  return bytes;
}

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

Deno.test("parseEndpoint: host files, standard streams, pond paths", () => {
  assertEquals(parseEndpoint("-"), { at: "stdio" });
  assertEquals(parseEndpoint("/a/-"), { at: "pond", path: "/a/-" });
  assertEquals(parseEndpoint("a b"), { at: "pond", path: "a b" });
  for (const word of ["host:/tmp/x", "host:///tmp/x", "host:/tmp/../tmp/x"]) {
    assertEquals(parseEndpoint(word), { at: "host", hostPath: "/tmp/x", isDirectory: false });
  }
  assertEquals(parseEndpoint("host:x/"), { at: "host", hostPath: resolve("x"), isDirectory: true });
  const error = assertThrows(() => parseEndpoint("host:"), PondError);
  assertEquals(error.code, "usage");
});

Deno.test("writeHostFile: a file appears whole or not at all", async () => {
  await inTempDirectory(async (directory) => {
    const path = join(directory, "out");
    await writeHostFile(path, chunksOf("old"));
    const failing = async function* () {
      yield* chunksOf("half");
      await Promise.resolve();
      throw new PondError("corrupt", "cannot read: torn");
    };
    await assertRejects(() => writeHostFile(path, failing()), PondError, "torn");
    assertEquals(await Deno.readTextFile(path), "old");
    assertEquals([...Deno.readDirSync(directory)].map((entry) => entry.name), ["out"]);
    await writeHostFile(path, chunksOf("new", " text"));
    assertEquals(await Deno.readTextFile(path), "new text");
  });
});

Deno.test("writeHostFile: a link stays a link, its target gets the bytes", async () => {
  await inTempDirectory(async (directory) => {
    await Deno.symlink("target", join(directory, "link"));
    await writeHostFile(join(directory, "link"), chunksOf("bytes"));
    assertEquals(await Deno.readTextFile(join(directory, "target")), "bytes");
    assertOk((await Deno.lstat(join(directory, "link"))).isSymlink);
  });
});

Deno.test("writeHostFile: a missing directory is not found, a directory is no file", async () => {
  await inTempDirectory(async (directory) => {
    const missing = await assertRejects(
      () => writeHostFile(join(directory, "no/out"), chunksOf("x")),
      PondError,
    );
    assertEquals(missing.code, "not-found");
    const taken = await assertRejects(() => writeHostFile(directory, chunksOf("x")), PondError);
    assertEquals(taken.code, "is-a-directory");
  });
});

Deno.test("readHostFile: bytes as they are, absence as not-found", async () => {
  await inTempDirectory(async (directory) => {
    const path = join(directory, "in");
    for (const length of [0, 50_000, 3 * 1024 * 1024 + 1]) {
      const bytes = noise(length);
      await Deno.writeFile(path, bytes);
      const read = new Uint8Array(length);
      let done = 0;
      for await (const chunk of readHostFile(path)) {
        read.set(chunk, done);
        done += chunk.length;
      }
      assertEquals([done, sha256(read)], [length, sha256(bytes)]);
    }
    const missing = async () => {
      for await (const _ of readHostFile(join(directory, "no"))) continue;
    };
    assertEquals((await assertRejects(missing, PondError)).code, "not-found");
  });
});

Deno.test("hostText: a character may span chunks, bytes that are no text are refused", async () => {
  const euro = new TextEncoder().encode("€");
  const split = async function* (...parts: Uint8Array[]) {
    yield* parts;
  };
  assertEquals(await hostText("-", split(euro.subarray(0, 1), euro.subarray(1))), "€");
  await assertRejects(() => hostText("-", split(euro.subarray(0, 1))), PondError, "not UTF-8");
  await inTempDirectory(async (directory) => {
    const text = "a€".repeat(700_000);
    await Deno.writeTextFile(join(directory, "long"), text);
    assertOk(await hostText(join(directory, "long"), split()) === text);
  });
});

Deno.test("locatePond: given, nearest, or nowhere", async () => {
  await inTempDirectory(async (directory) => {
    const before = Deno.cwd();
    try {
      await Deno.mkdir(join(directory, "a/b/.pond"), { recursive: true });
      await Deno.mkdir(join(directory, "a/b/c/d"), { recursive: true });
      Deno.chdir(join(directory, "a/b/c/d"));
      assertEquals(await locatePond("x"), join(directory, "a/b/c/d/x"));
      assertEquals(await locatePond(undefined), join(directory, "a/b/.pond"));
      assertEquals(await locateNewPond("y", "x"), join(directory, "a/b/c/d/y"));
      assertEquals(await locateNewPond(undefined, "/x"), "/x");
      assertEquals(await locateNewPond(undefined, undefined), join(directory, "a/b/.pond"));
      Deno.chdir(directory);
      await Deno.writeTextFile(join(directory, ".pond"), "a file is no pond");
      assertEquals(await locateNewPond(undefined, undefined), join(directory, ".pond"));
      const error = await assertRejects(() => locatePond(undefined), PondError);
      assertOk(isPondError(error, "not-found") && error.hint?.includes("pond init"));
    } finally {
      Deno.chdir(before);
    }
  });
});
