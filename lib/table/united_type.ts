import { type DataType, isMoment, isNumeric, sameType } from "./data_type.ts";

/** Digits of the integers, as decimals. */
const DIGITS: Readonly<Record<string, number>> = {
  int8: 3,
  uint8: 3,
  int16: 5,
  uint16: 5,
  int32: 10,
  uint32: 10,
  int64: 19,
  uint64: 20,
};
const MAX_DIGITS = 38;
const SIGNED = ["int8", "int16", "int32", "int64", "int128"];
const UNSIGNED = ["uint8", "uint16", "uint32", "uint64"];

/**
 * The type that a column has in queries whose files give it two types: what DuckDB makes of them
 * when it reads files by column name.
 */
export function unitedType(a: DataType, b: DataType): DataType {
  if (sameType(a, b) || b.is === "null") return a;
  if (a.is === "null") return b;
  if (isNumeric(a) && isNumeric(b)) return unitedNumber(a, b);
  if (isMoment(a) && isMoment(b)) return { is: "timestamp" };
  if (a.is === "list" && b.is === "list") return { is: "list", of: unitedType(a.of, b.of) };
  if (a.is === "map" && b.is === "map") {
    return { is: "map", key: unitedType(a.key, b.key), value: unitedType(a.value, b.value) };
  }
  if (a.is === "struct" && b.is === "struct") {
    const types = new Map(a.fields.map(({ name, type }) => [name, type]));
    for (const { name, type } of b.fields) {
      const known = types.get(name);
      types.set(name, known ? unitedType(known, type) : type);
    }
    return { is: "struct", fields: [...types].map(([name, type]) => ({ name, type })) };
  }
  return { is: "string" };
}

function unitedNumber(a: DataType, b: DataType): DataType {
  if (a.is === "double" || b.is === "double") return { is: "double" };
  if (a.is === "float" || b.is === "float") return { is: "float" };
  if (a.is === "decimal" || b.is === "decimal") return unitedDecimal(a, b);
  const [places, others] = [a, b].map(({ is }) => SIGNED.indexOf(is));
  const widest = (names: readonly string[]) =>
    names[Math.max(names.indexOf(a.is), names.indexOf(b.is))]!;
  if (places! >= 0 && others! >= 0) return { is: widest(SIGNED) as "int64" };
  if (places! < 0 && others! < 0) return { is: widest(UNSIGNED) as "uint64" };
  const [signed, unsigned] = places! >= 0 ? [a, b] : [b, a];
  // A signed type of twice the width holds what the unsigned one does.
  const place = Math.max(SIGNED.indexOf(signed.is), UNSIGNED.indexOf(unsigned.is) + 1);
  return { is: SIGNED[place]! as "int64" };
}

function unitedDecimal(a: DataType, b: DataType): DataType {
  const [left, right] = [a, b].map((type) =>
    type.is === "decimal" ? type : { precision: DIGITS[type.is] ?? MAX_DIGITS, scale: 0 }
  ) as [{ precision: number; scale: number }, { precision: number; scale: number }];
  const scale = Math.max(left.scale, right.scale);
  const whole = Math.max(left.precision - left.scale, right.precision - right.scale);
  return { is: "decimal", precision: Math.min(MAX_DIGITS, whole + scale), scale };
}
