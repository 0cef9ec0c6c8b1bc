import { memorySource, parseType } from "../../lib/table/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { connectNative } from "../../bench/deps.ts";
import { areClose, encodeDeltas } from "../../lib/parquet/delta_encoding.ts";
import { TextDictionary } from "../../lib/convert/text_dictionary.ts";
import { readTimestamp } from "../../lib/convert/times.ts";
import { readParquetFooter } from "../../lib/parquet/mod.ts";
import { csv, csvToParquet } from "../convert/support.ts";
import { fileOf, rowsOf, scan } from "../sql/support.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** The column of times in the text of many rows. */
const TIMES = 11;

/**
 * Reads DELTA_BINARY_PACKED a bit at a time, in the arithmetic of `bits` bits that the format asks
 * for.
 */
function decodeDeltas(bytes: Uint8Array, bits: number): bigint[] {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n;; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const zigzag = () => {
    const value = varint();
    return value & 1n ? -(value + 1n) / 2n : value / 2n;
  };
  const [block, minis, count] = [Number(varint()), Number(varint()), Number(varint())];
  const values = [zigzag()];
  while (values.length < count) {
    const least = zigzag();
    const widths = bytes.subarray(at, at += minis);
    for (const width of widths) {
      if (values.length === count) break;
      const perMini = block / minis;
      for (let i = 0; i < perMini; i++) {
        let delta = least;
        for (let bit = 0; bit < width; bit++) {
          const place = i * width + bit;
          if (bytes[at + (place >> 3)]! >> (place & 7) & 1) delta += 1n << BigInt(bit);
        }
        if (values.length < count) values.push(BigInt.asIntN(bits, values.at(-1)! + delta));
      }
      at += perMini * width / 8;
    }
  }
  assertEquals(at, bytes.length);
  return values;
}

Deno.test("encodeDeltas: every value comes back, at each width and length", () => {
  const values = fc.tuple(
    fc.constantFrom<32 | 64>(32, 64),
    fc.double({ min: 0, max: 51, noNaN: true }),
    fc.double({ min: -(2 ** 52), max: 2 ** 52, noNaN: true }),
    fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 400 })),
    fc.boolean(),
  ).chain(([bits, power, middle, length, sorted]) => {
    const span = Math.floor(2 ** (bits === 32 ? Math.min(power, 31) : power)) -
      (power > 30 ? 1 : 0);
    const first = bits === 32 ? -Math.ceil(span / 2) : Math.floor(middle);
    return fc.array(fc.integer({ min: 0, max: Math.min(span, 2 ** 31 - 1) }), {
      minLength: length,
      maxLength: length,
    }).map((offsets) => {
      const scale = Math.max(1, Math.floor(span / (2 ** 31 - 1)));
      const numbers = offsets.map((offset) => first + offset * scale);
      return { bits, numbers: sorted ? numbers.sort((a, b) => a - b) : numbers };
    });
  });
  fc.assert(fc.property(values, ({ bits, numbers }) => {
    fc.pre(areClose(Math.min(...numbers), Math.max(...numbers), { bits }));
    assertEquals(decodeDeltas(encodeDeltas(Float64Array.from(numbers)), bits), numbers.map(BigInt));
  }));
});

Deno.test("encodeDeltas: the farthest values that are close", () => {
  const int32 = [-(2 ** 31), -1, -(2 ** 31), -1, -(2 ** 31)];
  const int64 = [2 ** 53, 2 ** 53 - 2 ** 51, 2 ** 53, 2 ** 53 - 2 ** 51];
  for (const [values, bits] of [[int32, 32], [int64, 64], [int64.map((n) => -n), 64]] as const) {
    assertEquals(areClose(Math.min(...values), Math.max(...values), { bits }), true);
    assertEquals(decodeDeltas(encodeDeltas(Float64Array.from(values)), bits), values.map(BigInt));
  }
  assertEquals(areClose(-(2 ** 31), 0, { bits: 32 }), false);
  assertEquals(areClose(0, 2 ** 51 + 1, { bits: 64 }), false);
  assertEquals(areClose(2 ** 53, 2 ** 53 + 2, { bits: 64 }), false);
});

Deno.test("encodeDeltas: the engine reads integers of each width", async () => {
  const random = fc.sample(fc.maxSafeInteger(), { numRuns: 1000, seed: 1 });
  const rows = random.map((value, row) =>
    // A column for each power of two: its values are that far apart, around zero and far from it.
    Array.from({ length: 52 }, (_, power) =>
      BigInt(value) % 2n ** BigInt(power) / 2n + (power % 2 ? 2n ** 52n : 0n) +
      (row % 300 === 0 ? 1n : 0n))
  );
  const text = [rows[0]!.map((_, i) => `c${i}`), ...rows].map((row) => row.join()).join("\n");
  const { shape, bytes, rows: read } = await csv(text);
  assertEquals(shape.every((column) => column.endsWith(" int64")), true);
  assertEquals(read, rows.map((row) => row.map(String)));
  const { rowGroups } = readParquetFooter(memorySource(bytes, "x"), "x");
  assertEquals(rowGroups[0]!.chunks.every(({ encodings }) => encodings.includes(5)), true);
});

Deno.test("TextDictionary: equal texts have one place, in the order in which they came", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\0"), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 300 }), { maxLength: 3 }), (batches) => {
      const dictionary = new TextDictionary();
      for (const texts of batches) {
        const all = encoder.encode(texts.join(""));
        const expected = [...new Set(texts)];
        let at = 0;
        for (const text of texts) {
          const end = at + encoder.encode(text).length;
          assertEquals(dictionary.indexOf(all, at, end), expected.indexOf(text));
          at = end;
        }
        const { bytes, offsets } = dictionary.take();
        const taken = Array.from(
          offsets.subarray(1),
          (end, i) => decoder.decode(bytes.subarray(offsets[i]!, end)),
        );
        assertEquals(taken, expected);
      }
    }),
  );
});

Deno.test("TextDictionary: full after 32,768 texts or a mebibyte of them", () => {
  const many = new TextDictionary();
  const words = Array.from({ length: 33_000 }, (_, i) => encoder.encode(`text ${i}`));
  const full = words.findIndex((word) => many.indexOf(word, 0, word.length) < 0);
  assertEquals(full, 32_768);
  assertEquals(many.indexOf(words[0]!, 0, words[0]!.length), 0);
  const large = new TextDictionary();
  const half = new Uint8Array(512 * 1024);
  assertEquals([1, 2, 3].map((byte) => large.indexOf(half.fill(byte), 0, half.length)), [0, 1, -1]);
});

Deno.test("TextDictionary: texts made to have one hash end it soon", () => {
  const dictionary = new TextDictionary();
  const place = (first: number) => {
    // The second word cancels what the first has done to the hash.
    let hash = Math.imul(8 ^ first, 0x9e3779b1);
    hash ^= hash >>> 15;
    const text = new DataView(new ArrayBuffer(8));
    text.setInt32(0, first);
    text.setInt32(4, hash);
    return dictionary.indexOf(new Uint8Array(text.buffer), 0, 8);
  };
  const places = Array.from({ length: 100 }, (_, i) => place(i));
  assertEquals(places, Array.from(places, (_, i) => i < 64 ? i : -1));
});

Deno.test("readTimestamp: the usual form is read as one with a fraction of zero", () => {
  const digits = (min: number, max: number, length = 2) =>
    fc.integer({ min, max }).map((n) => String(n).padStart(length, "0"));
  const part = (max: number) => fc.oneof({ weight: 9, arbitrary: digits(0, max) }, digits(0, 99));
  const separator = (usual: string) =>
    fc.oneof(
      { weight: 19, arbitrary: fc.constant(usual) },
      fc.constantFrom("/", "x", "T", " "),
    );
  const form = fc.tuple(
    digits(0, 9999, 4),
    separator("-"),
    part(12),
    separator("-"),
    part(31),
    separator(" "),
    part(23),
    separator(":"),
    part(59),
    separator(":"),
    part(59),
  ).map((parts) => parts.join(""));
  const read = (text: string) => {
    const words = new Int32Array(2);
    const bytes = encoder.encode(text);
    return [readTimestamp(bytes, 0, bytes.length, words, 0), ...words];
  };
  fc.assert(fc.property(form, (text) => assertEquals(read(text), read(`${text}.0`))), {
    numRuns: 2000,
  });
});

Deno.test("convertCsv: many rows are native DuckDB's and the engine's, whatever their encoding", async () => {
  const rows = 200_000;
  const cells = (i: number) => [
    // A dictionary, one that is full in the second row group, one of a single text, and none.
    `word ${i % 100}`,
    i < 150_000 ? `w${i % 1000}` : `w${i}`,
    "same",
    i % 50_000 === 7 ? "" : `unique ${i * 7}`,
    // Close together, far apart in one row group, past 2^53, and NULL for long.
    `${i % 1000 - 500}`,
    i === 130_000 ? "9223372036854775807" : `${-i}`,
    `${9007199254740993n + BigInt(i)}`,
    i > 180_000 ? `${i}` : "",
    `${i % 977}.${i % 10}`,
    i % 3 === 0 ? "true" : "false",
    new Date(Date.UTC(1700, 0, 1) + i * 86_400_000).toISOString().slice(0, 10),
    i % 1000 === 0 ? "" : `2024-01-01T00:00:00.${String(i).padStart(6, "0")}`,
  ];
  const header = Array.from(cells(0), (_, i) => `c${i}`).join(",");
  const text = [header, ...Array.from({ length: rows }, (_, i) => cells(i).join(",")), ""].join(
    "\n",
  );
  const directory = await Deno.makeTempDir();
  const native = await connectNative(1);
  try {
    await native.run("SET timezone = 'UTC'");
    await Deno.writeTextFile(`${directory}/x.csv`, text);
    const parquet = await csvToParquet(text);
    await Deno.writeFile(`${directory}/x.parquet`, parquet);
    // A hash of all texts in their order: two million of them take a while to cross over.
    const row = cells(0).map((_, i) => {
      const value = i === TIMES ? `c${i}::TIMESTAMP` : `c${i}`;
      return `coalesce(${value}::VARCHAR, '-')`;
    });
    const hashOf = (relation: string) =>
      `SELECT count(*)::INTEGER, md5(string_agg(concat_ws('|', ${row.join()}), ';')) FROM ${relation}`;
    const read = `read_csv('${directory}/x.csv', header = true, sample_size = -1)`;
    const expected = await native.rows(hashOf(read));
    assertEquals(expected[0]![0], rows);
    assertEquals(await native.rows(hashOf(`'${directory}/x.parquet'`)), expected);
    const byEngine = await rowsOf(hashOf("x"), { x: scan([fileOf(parquet)], null) });
    assertEquals(byEngine.rows, expected);
  } finally {
    native.close();
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("convertCsv: bounds are those of the values; NaN has none", async () => {
  const bytes = await csvToParquet(
    [
      "n,u,d,nan,s,b,x",
      "-5,18446744073709551615,0,1.5,b,true,",
      "4000000000,9223372036854775808,2.5,nan,é,false,",
      "7,0,-0,2.5,ab,true,",
    ].join("\n"),
    {
      schema: [
        { name: "n", type: { is: "int64" }, nullable: true },
        { name: "u", type: { is: "uint64" }, nullable: false },
        { name: "d", type: { is: "double" }, nullable: true },
        { name: "nan", type: { is: "double" }, nullable: true },
        { name: "s", type: { is: "string" }, nullable: true },
        { name: "b", type: { is: "boolean" }, nullable: true },
        { name: "x", type: parseType("decimal(20,2)")!, nullable: true },
      ],
    },
  );
  const { rowGroups } = readParquetFooter(memorySource(bytes, "x"), "x");
  const numbers = (...values: (bigint | number)[]) =>
    values.map((value) => {
      const view = new DataView(new ArrayBuffer(8));
      if (typeof value === "bigint") view.setBigInt64(0, value, true);
      else view.setFloat64(0, value, true);
      return new Uint8Array(view.buffer);
    });
  const none = [null, null];
  assertEquals(
    rowGroups[0]!.chunks.map(({ min, max }) => [min, max]),
    [
      numbers(-5n, 4000000000n),
      numbers(0n, 2n ** 64n - 1n),
      numbers(-0, 2.5),
      none,
      ["ab", "é"].map((text) => encoder.encode(text)),
      [Uint8Array.of(0), Uint8Array.of(1)],
      none,
    ],
  );
  assertEquals(rowGroups[0]!.chunks.map(({ nullCount }) => nullCount), [0, 0, 0, 0, 0, 0, 3]);
});
