import type { Environment } from "./environment.ts";

/** The root directory's fixed node id. */
export const ROOT_ID = "00000000000070008000000000000000";

/** A new UUID v7 (RFC 9562) as 32 hex digits: it sorts by creation time. */
export function newId(environment: Environment): string {
  const bytes = environment.randomBytes(16);
  const milliseconds = environment.nowUs() / 1000n;
  for (let i = 0; i < 6; i++) bytes[i] = Number((milliseconds >> BigInt(8 * (5 - i))) & 0xffn);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return toHex(bytes);
}

/** A UUID v4 with dashes, as Delta wants its table id and file names. */
export function newUuid(environment: Environment): string {
  const bytes = environment.randomBytes(16);
  bytes[6] = 0x40 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = toHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
    .join("-");
}

/** Lower-case hex digits, two a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
