import { PondError } from "../base/mod.ts";
import type { Arrow, DataType, Schema } from "../deps/arrow.ts";
import type { Column } from "../table/mod.ts";

/**
 * The Arrow schema of columns that are known by their words only, as for a result without a batch.
 * @throws {PondError} `internal` for a word that schema.ts doesn't list
 */
export function arrowSchema(arrow: Arrow, columns: readonly Column[]): Schema {
  return new arrow.Schema(
    columns.map(({ name, type, nullable }) =>
      new arrow.Field(name, arrowType(arrow, type), nullable)
    ),
  );
}

function arrowType(arrow: Arrow, word: string): DataType {
  const scalar = scalarType(arrow, word);
  if (scalar) return scalar;
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(word);
  // The constructor wants the scale first.
  if (decimal) return new arrow.Decimal(Number(decimal[2]), Number(decimal[1]), 128);
  const nested = /^(list|struct|map)<(.*)>$/s.exec(word);
  const parts = nested ? splitTop(nested[2]!) : [];
  const field = (name: string, type: string, nullable = true) =>
    new arrow.Field(name, arrowType(arrow, type), nullable);
  if (nested?.[1] === "list") return new arrow.List(field("item", nested[2]!));
  if (nested?.[1] === "struct") return new arrow.Struct(parts.map((part) => field(...named(part))));
  if (nested?.[1] === "map" && parts.length === 2) {
    const entries = [field("key", parts[0]!, false), field("value", parts[1]!)] as const;
    return new arrow.Map_(
      new arrow.Field("entries", new arrow.Struct([...entries]), false) as ConstructorParameters<
        typeof arrow.Map_
      >[0],
    );
  }
  throw new PondError("internal", `cannot write Arrow: ${JSON.stringify(word)} is no type`);
}

function scalarType(arrow: Arrow, word: string): DataType | undefined {
  switch (word) {
    case "boolean":
      return new arrow.Bool();
    case "int128":
      return new arrow.Decimal(0, 38, 128);
    case "float":
      return new arrow.Float32();
    case "double":
      return new arrow.Float64();
    case "string":
    case "uuid":
      return new arrow.Utf8();
    case "binary":
      return new arrow.Binary();
    case "date":
      return new arrow.DateDay();
    case "time":
      return new arrow.TimeMicrosecond();
    case "timestamp":
      return new arrow.TimestampMicrosecond();
    case "interval":
      return new arrow.IntervalMonthDayNano();
    case "null":
      return new arrow.Null();
    default: {
      const integer = /^(u?)int(8|16|32|64)$/.exec(word);
      return integer ? new arrow.Int(integer[1] === "", Number(integer[2]) as 8) : undefined;
    }
  }
}

/** Cut at the commas that are inside no brackets. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if ("<(".includes(text[i]!)) depth++;
    else if (">)".includes(text[i]!)) depth--;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, text.slice(start).trim()];
}

function named(field: string): [name: string, type: string] {
  const colon = field.indexOf(": ");
  return [field.slice(0, colon), field.slice(colon + 2)];
}
