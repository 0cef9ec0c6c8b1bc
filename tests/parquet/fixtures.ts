import { type ByteSource, memorySource } from "../../lib/table/bytes.ts";

/** A file of tests/data as bytes. */
export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return Deno.readFileSync(new URL(`../data/${name}`, import.meta.url));
}

/** A file of tests/data as a source. */
export function fixture(name: string): ByteSource {
  return memorySource(fixtureBytes(name), name);
}

/** The names of all Parquet fixtures. */
export function parquetFixtures(): string[] {
  const folder = new URL("../data", import.meta.url);
  return [...Deno.readDirSync(folder)].map((entry) => entry.name)
    .filter((name) => name.endsWith(".parquet")).sort();
}
