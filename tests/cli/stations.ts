/** Six loggers with dialects of their own, and what the complete lines of each have held. */

/** What a line holds. */
export interface Row {
  readonly time: Date;
  readonly temp: number | null;
  /** Counts the rows of a station from 1. */
  readonly n: number;
}

/** How a station writes. */
export interface Dialect {
  readonly name: string;
  readonly ending: string;
  /** Of `pond ingest`. */
  readonly flags: readonly string[];
  readonly header: string;
  line(row: Row): string;
  /** Bytes of a text; `isFirst`: at the beginning of a file. */
  encode?(text: string, isFirst: boolean): Uint8Array;
}

const iso = (time: Date) => time.toISOString();
const two = (value: number) => String(value).padStart(2, "0");
const german = (time: Date) =>
  `${two(time.getUTCDate())}.${two(time.getUTCMonth() + 1)}.${time.getUTCFullYear()}`;
const clock = (time: Date) => time.toISOString().slice(11, 19);
/** Vienna is one hour ahead in winter. */
const vienna = (time: Date) => new Date(time.getTime() + 3_600_000);

/** The six. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: "plain",
    ending: "csv",
    flags: [],
    header: "timestamp,temp,n\n",
    line: ({ time, temp, n }) => `${iso(time)},${temp ?? ""},${n}\n`,
  },
  {
    name: "german",
    ending: "csv",
    flags: [
      ...["--delimiter", ";", "--decimal", ",", "--thousands", ".", "--comment", "#"],
      ...["--null", "---", "--null", "NA", "--time-format", "%d.%m.%Y %H:%M:%S"],
    ],
    header: "# logger 4\ntimestamp;temp;n\n",
    line: ({ time, temp, n }) => {
      const text = temp === null ? n % 2 ? "---" : "NA" : String(temp).replace(".", ",");
      const remark = n % 3 === 0 ? "# battery low\n" : "";
      return `${german(time)} ${clock(time)};${text};1.00${n % 10}\n${remark}`;
    },
  },
  {
    name: "local",
    ending: "csv",
    flags: [
      ...["--time-column", "date", "--time-column", "time", "--timezone", "Europe/Vienna"],
      ...["--time-format", "%d.%m.%Y %H:%M:%S"],
    ],
    header: "date,time,temp,n\n",
    line: ({ time, temp, n }) =>
      `${german(vienna(time))},${clock(vienna(time))},${temp ?? ""},${n}\n`,
  },
  {
    name: "broken",
    ending: "csv",
    flags: [
      ...["--header", "false", "--names", "timestamp", "--names", "temp", "--names", "n"],
      ...["--ragged", "fill", "--on-error", "skip", "--encoding", "latin1"],
    ],
    header: "",
    // Power that fails leaves what is no time; a value that is missing at the end is NULL.
    line: ({ time, temp, n }) =>
      `${n % 4 === 0 ? "2026-01-0\u00b0\0\0\n" : ""}${iso(time)},${temp ?? ""},${n}\n`,
    encode: (text) => Uint8Array.from(text, (char) => char.charCodeAt(0)),
  },
  {
    name: "wide",
    ending: "csv",
    flags: ["--delimiter", "auto"],
    header: "timestamp\ttemp\tn\n",
    line: ({ time, temp, n }) => `${iso(time)}\t${temp ?? ""}\t${n}\n`,
    encode(text, isFirst) {
      const bytes = new Uint8Array(2 * text.length + (isFirst ? 2 : 0));
      const view = new DataView(bytes.buffer);
      if (isFirst) view.setUint16(0, 0xfeff, true);
      for (let i = 0; i < text.length; i++) {
        view.setUint16(2 * i + (isFirst ? 2 : 0), text.charCodeAt(i), true);
      }
      return bytes;
    },
  },
  {
    name: "lines",
    ending: "jsonl",
    flags: [],
    header: "",
    line: ({ time, temp, n }) => `${JSON.stringify({ timestamp: iso(time), temp, n })}\n`,
  },
];

/** A station at work in a directory. */
export class Station {
  readonly path: string;
  /** What complete lines have held. */
  readonly rows: Row[] = [];
  #unfinished: { row: Row; rest: Uint8Array } | null = null;
  #rotations = 0;

  constructor(readonly dialect: Dialect, readonly directory: string) {
    this.path = `${directory}/${dialect.name}.${dialect.ending}`;
    this.#begin();
  }

  /** Ends the line that was begun, writes `count` more and, where `isCut`, half of the next. */
  log(count: number, isCut: boolean): void {
    if (this.#unfinished) {
      this.#write(this.#unfinished.rest);
      this.rows.push(this.#unfinished.row);
      this.#unfinished = null;
    }
    for (let i = 0; i < count; i++) {
      const row = this.#next();
      this.#write(this.#bytes(row));
      this.rows.push(row);
    }
    if (!isCut) return;
    const row = this.#next();
    const bytes = this.#bytes(row);
    // Within the line's first value, be the unit one byte or two.
    this.#write(bytes.subarray(0, 7));
    this.#unfinished = { row, rest: bytes.subarray(7) };
  }

  /** As `logrotate` does: renames the file, or copies and empties it, or compresses it besides. */
  async rotate(how: "move" | "copy" | "compress"): Promise<void> {
    if (this.#unfinished) this.log(0, false);
    const old = `${this.path}.${++this.#rotations}`;
    if (how === "copy") await Deno.copyFile(this.path, old);
    else await Deno.rename(this.path, old);
    if (how === "copy") await Deno.truncate(this.path, 0);
    this.#begin();
    if (how !== "compress") return;
    const packed = new Blob([await Deno.readFile(old)]).stream()
      .pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(`${old}.gz`, new Uint8Array(await new Response(packed).arrayBuffer()));
    await Deno.remove(old);
  }

  #begin(): void {
    this.#write(this.#encode(this.dialect.header, true));
  }

  #next(): Row {
    const n = this.rows.length + 1;
    const temp = n % 5 === 0 ? null : n / 4;
    return { time: new Date(Date.UTC(2026, 0, 6, 0, n)), temp, n };
  }

  #bytes(row: Row): Uint8Array {
    return this.#encode(this.dialect.line(row), false);
  }

  #encode(text: string, isFirst: boolean): Uint8Array {
    return this.dialect.encode?.(text, isFirst) ?? new TextEncoder().encode(text);
  }

  #write(bytes: Uint8Array): void {
    Deno.writeFileSync(this.path, bytes, { append: true, create: true });
  }
}
