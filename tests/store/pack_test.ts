import { isPondError, sha256 } from "../../lib/base/mod.ts";
import { type Manifest, packChunks, PackFile, packStore } from "../../lib/store/mod.ts";
import { formatManifest } from "../../lib/store/pack/manifest.ts";
import { fileHeader, paddingOf } from "../../lib/store/pack/tar_header.ts";
import { assertEquals, assertOk, assertRejects } from "../deps.ts";

const encoder = new TextEncoder();

/** Files of a pond by name. */
type Files = Readonly<Record<string, Uint8Array>>;

const FILES: Files = {
  "blobs/ab/x": encoder.encode("a blob"),
  "data/_delta_log/00000000000000000000.json": new Uint8Array(700).fill(65),
  "data/part": new Uint8Array(512).fill(66),
  "data/void": new Uint8Array(0),
};

function manifestOf(files: Files, names = Object.keys(files)): Manifest {
  return {
    id: "an id",
    transaction: 3,
    files: names.map((name) => ({
      name,
      sizeBytes: files[name]!.length,
      sha256: sha256(files[name]!),
    })),
  };
}

async function packed(files: Files, names?: string[]): Promise<Uint8Array> {
  const chunks = packChunks(manifestOf(files, names), async function* (name) {
    yield await Promise.resolve(files[name]!);
  });
  return await bytesOf(await Array.fromAsync(chunks));
}

async function bytesOf(parts: Uint8Array[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

/** A tar of a manifest and of what is said to be in it, whatever that is. */
async function forged(manifest: Manifest, members: readonly Uint8Array[]): Promise<Uint8Array> {
  const text = encoder.encode(formatManifest(manifest));
  return await bytesOf([
    fileHeader("pond/manifest.jsonl", text.length),
    text,
    new Uint8Array(paddingOf(text.length)),
    ...members,
    new Uint8Array(1024),
  ]);
}

/** A header with another type, name or size, and the right checksum. */
function header(name: string, sizeBytes: number, { type = "0", link = "" } = {}): Uint8Array {
  const bytes = fileHeader(name, sizeBytes);
  bytes.set(encoder.encode(type), 156);
  bytes.set(encoder.encode(link), 157);
  bytes.fill(0x20, 148, 156);
  const sum = bytes.reduce((a, b) => a + b, 0);
  bytes.set(encoder.encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return bytes;
}

/** What opening and reading a pack whole says of it: nothing for a good one. */
function faultsOf(path: string): string[] {
  try {
    return [...new PackFile(path).faults()].map(({ name, why }) => `${name}: ${why}`);
  } catch (error) {
    if (isPondError(error, "corrupt", "invalid-input", "unsupported")) return [error.message];
    throw error;
  }
}

async function inFile(work: (write: (bytes: Uint8Array) => string) => Promise<void>) {
  const path = await Deno.makeTempFile();
  try {
    await work((bytes) => {
      Deno.writeFileSync(path, bytes);
      return path;
    });
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("packStore: reads what was packed, lists it, and writes nothing", async () => {
  await inFile(async (write) => {
    const bytes = await packed(FILES);
    assertEquals(await packed(FILES), bytes);
    const store = packStore(write(bytes));
    for (const [name, content] of Object.entries(FILES)) {
      assertEquals(await store.read(name), content);
      assertEquals((await store.stat(name))!.sizeBytes, content.length);
    }
    assertEquals(
      await store.read("data/part", { start: 500, end: 600 }),
      FILES["data/part"]!.slice(500),
    );
    assertEquals(await store.list("data"), [
      { name: "_delta_log", kind: "directory" },
      { name: "part", kind: "file" },
      { name: "void", kind: "file" },
    ]);
    assertEquals(await store.list("none"), []);
    assertEquals(await store.kind("blobs/ab"), "directory");
    const error = await assertRejects(() => store.create("data/more"));
    assertOk(isPondError(error, "read-only"));
    assertOk(isPondError(await assertRejects(() => store.open("data/more")), "not-found"));
  });
});

Deno.test("PackFile: every flipped byte is found, and every length", async () => {
  await inFile(async (write) => {
    const bytes = await packed(FILES);
    assertEquals(faultsOf(write(bytes)), []);
    const step = Deno.env.get("POND_SOAK") === "1" ? 1 : 13;
    for (let at = 0; at < bytes.length; at += step) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      assertOk(faultsOf(write(flipped)).length > 0, `byte ${at}`);
    }
    for (let length = 0; length < bytes.length; length += 97) {
      assertOk(faultsOf(write(bytes.subarray(0, length))).length > 0, `${length} bytes`);
    }
    assertOk(faultsOf(write(await bytesOf([bytes, new Uint8Array(512)]))).length > 0);
  });
});

Deno.test("PackFile: names that leave the pond, twice, out of order: refused whatever their hashes", async () => {
  await inFile(async (write) => {
    for (
      const name of [
        "../x",
        "/etc/passwd",
        "data/../../x",
        "data//x",
        "data/./x",
        "data/x\0y",
        "data\\x",
        "tmp/writer.lock",
        "cache/x",
        "manifest.jsonl",
        "data/",
        "",
      ]
    ) {
      const [fault] = faultsOf(write(await packed({ [name]: encoder.encode("x") })));
      assertOk(fault?.includes("is no name of a pond's file"), `${name}: ${fault}`);
    }
    const twice = await packed(FILES, ["data/part", "data/part"]);
    assertOk(faultsOf(write(twice))[0]!.includes("twice"));
    const unsorted = await packed(FILES, ["data/part", "blobs/ab/x"]);
    assertOk(faultsOf(write(unsorted))[0]!.includes("out of order"));
  });
});

Deno.test("PackFile: links, devices, other names and sizes in the archive are refused", async () => {
  await inFile(async (write) => {
    const content = encoder.encode("x");
    const manifest = manifestOf({ "data/part": content });
    const body = await bytesOf([content, new Uint8Array(511)]);
    const name = "pond/data/part";
    const cases: [string, Uint8Array][] = [
      ["is no plain file", header(name, 1, { type: "2", link: "/etc/passwd" })],
      ["is no plain file", header(name, 1, { type: "1", link: "pond/data/other" })],
      ["is no plain file", header(name, 1, { type: "3" })],
      ["is no plain file", header(name, 1, { type: "6" })],
      ["is no plain file", header(name, 1, { type: "5" })],
      ["is no plain file", header(name, 1, { type: "x" })],
      ['has "pond/../part" there', header("pond/../part", 1)],
      ["says 2 bytes, the manifest 1", header(name, 2)],
      ["header is damaged", new Uint8Array(512)],
    ];
    for (const [why, first] of cases) {
      const path = write(await forged(manifest, [first, body]));
      const [fault] = faultsOf(path);
      assertOk(fault?.includes(why), `${why}: ${fault}`);
      const error = await assertRejects(() => packStore(path).read("data/part"));
      assertOk(isPondError(error, "invalid-input"), String(error));
    }
    const lying = manifestOf({ "data/part": content });
    const larger = { ...lying, files: [{ ...lying.files[0]!, sizeBytes: 2 ** 50 }] };
    assertOk(
      faultsOf(write(await forged(larger, [header(name, 1), body])))[0]!.includes("cut off"),
    );
  });
});

Deno.test("fileHeader: names and sizes beyond ustar have an extended header before it", () => {
  const long = `pond/data/${"x".repeat(200)}`;
  for (const [name, size] of [[long, 3], ["pond/data/x", 2 ** 34], [long, 2 ** 34]] as const) {
    const bytes = fileHeader(name, size);
    assertEquals(bytes.length, 3 * 512);
    const records = new TextDecoder().decode(bytes.subarray(512, 1024)).replace(/\0+$/, "");
    for (const record of records.split("\n").slice(0, -1)) {
      assertEquals(Number(record.split(" ")[0]), encoder.encode(`${record}\n`).length);
    }
    assertEquals(records.includes(`path=${long}`), name === long);
    assertEquals(records.includes(`size=${2 ** 34}`), size > 3);
  }
});
