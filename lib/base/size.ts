import { PondError } from "./errors.ts";

const SIZE = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?$/i;

/**
 * Bytes of `5MB`, `512 KiB`, `1.5G` or `4096`: powers of 1000, with an i of 1024.
 * @throws {PondError} `usage` when `text` is no size
 */
export function parseSizeBytes(text: string): number {
  const [, digits, prefix = "", binary] = SIZE.exec(text.trim()) ?? [];
  const bytes = digits === undefined ? NaN : Math.floor(
    Number(digits) * (binary ? 1024 : 1000) ** " kmgt".indexOf(prefix.toLowerCase() || " "),
  );
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new PondError("usage", `cannot read ${JSON.stringify(text)} as a size`, {
    hint: "write a number and a unit: 500kB, 5MB, 1GiB",
  });
}
