import { toHex } from "../../base/mod.ts";

/**
 * What the name of a function that converts JSON to a certain type begins with; the type in bytes
 * follows.
 */
const PREFIX = "pond_from_json_";
const STRICT = "strict_";
const NAME = new RegExp(`${PREFIX}(${STRICT})?([0-9a-f]+)`, "g");

const encoder = new TextEncoder();

/** A conversion of JSON to the type that `structure`, JSON itself, says. */
export interface Converter {
  readonly name: string;
  readonly structure: Uint8Array;
  readonly isStrict: boolean;
}

/**
 * The name of the function that converts JSON to the type of `structure`; everything about it is in
 * the name.
 */
export function converterName(structure: string, isStrict: boolean): string {
  return PREFIX + (isStrict ? STRICT : "") + toHex(encoder.encode(structure));
}

/** The conversions that `sql` names. */
export function convertersIn(sql: string): readonly Converter[] {
  return [...sql.matchAll(NAME)].map(([name, strict, hex]) => ({
    name,
    structure: Uint8Array.fromHex(hex!),
    isStrict: strict !== undefined,
  }));
}
