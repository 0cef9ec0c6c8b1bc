/** Tar counts in blocks: headers are made of them, and contents padded to them. */
export const BLOCK_BYTES = 512;

const NAME_BYTES = 100;
/** Eleven octal digits hold no more. */
const MOST_USTAR_BYTES = 8 ** 11 - 1;
const encoder = new TextEncoder();

/** What a header says that stands before a content. */
export interface HeaderFacts {
  readonly name: string;
  readonly sizeBytes: number;
  /** `0` is a file. */
  readonly type: string;
}

/** Bytes up to the next block. */
export function paddingOf(sizeBytes: number): number {
  return (BLOCK_BYTES - sizeBytes % BLOCK_BYTES) % BLOCK_BYTES;
}

/**
 * The header of a file, as POSIX.1-2017 has it in "pax Interchange Format": ustar, and before it an
 * extended header where name or size don't fit. Owner, time and mode are always the same, so that
 * equal contents make equal files.
 */
export function fileHeader(name: string, sizeBytes: number): Uint8Array {
  const records: [string, string][] = [];
  const isLong = encoder.encode(name).length > NAME_BYTES;
  if (isLong) records.push(["path", name]);
  if (sizeBytes > MOST_USTAR_BYTES) records.push(["size", String(sizeBytes)]);
  const shortName = isLong ? name.slice(-NAME_BYTES / 2) : name;
  const shortSize = Math.min(sizeBytes, MOST_USTAR_BYTES);
  const plain = block({ name: shortName, sizeBytes: shortSize, type: "0" });
  if (records.length === 0) return plain;
  const extended = encoder.encode(records.map(([key, value]) => record(key, value)).join(""));
  const parts = [
    block({ name: "pax_header", sizeBytes: extended.length, type: "x" }),
    extended,
    new Uint8Array(paddingOf(extended.length)),
    plain,
  ];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What one block says; null for what is no header of tar's. */
export function readHeader(bytes: Uint8Array): HeaderFacts | null {
  const text = new TextDecoder("latin1").decode(bytes);
  if (bytes.length < BLOCK_BYTES || text.slice(257, 262) !== "ustar") return null;
  const sum = Number.parseInt(text.slice(148, 156), 8);
  if (sum !== checksumOf(bytes)) return null;
  const until = (start: number, length: number) =>
    text.slice(start, start + length).replace(/\0.*$/s, "");
  const prefix = until(345, 155);
  return {
    name: (prefix === "" ? "" : `${prefix}/`) + until(0, NAME_BYTES),
    sizeBytes: Number.parseInt(until(124, 12), 8),
    type: text[156] === "\0" ? "0" : text[156]!,
  };
}

/** `LENGTH KEY=VALUE` and a newline, where the length counts itself. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = encoder.encode(rest).length;
  let length = size + String(size).length;
  if (String(length).length + size !== length) length = size + String(length).length;
  return `${length}${rest}`;
}

function block({ name, sizeBytes, type }: HeaderFacts): Uint8Array {
  const bytes = new Uint8Array(BLOCK_BYTES);
  const put = (at: number, text: string) => bytes.set(encoder.encode(text), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  put(0, name);
  put(100, octal(0o644, 7));
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(sizeBytes, 11));
  put(136, octal(0, 11));
  put(156, type);
  put(257, "ustar\x0000");
  put(148, `${checksumOf(bytes).toString(8).padStart(6, "0")}\0 `);
  return bytes;
}

/** The sum of all bytes, those of the sum itself taken for blanks. */
function checksumOf(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK_BYTES; i++) sum += i >= 148 && i < 156 ? 0x20 : bytes[i]!;
  return sum;
}
