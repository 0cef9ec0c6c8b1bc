import type { Arrow, DataType as ArrowType, Field, Schema } from "../deps/arrow.ts";
import type { Column, DataType } from "../table/mod.ts";
import { TYPE } from "./arrow_reader.ts";

/** The Arrow schema of columns, as for a result without a batch. */
export function arrowSchema(arrow: Arrow, columns: readonly Column[]): Schema {
  return new arrow.Schema(
    columns.map(({ name, type, nullable }) =>
      new arrow.Field(name, arrowTypeOf(arrow, type), nullable)
    ),
  );
}

/**
 * The Arrow type of values of `type`: as the engine hands them out, but with moments marked as UTC.
 */
export function arrowTypeOf(arrow: Arrow, type: DataType): ArrowType {
  const field = (name: string, of: DataType, nullable = true) =>
    new arrow.Field(name, arrowTypeOf(arrow, of), nullable);
  switch (type.is) {
    case "boolean":
      return new arrow.Bool();
    case "int128":
      // The constructor wants the scale first.
      return new arrow.Decimal(0, 38, 128);
    case "decimal":
      return new arrow.Decimal(type.scale, type.precision, type.precision > 38 ? 256 : 128);
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
      return new arrow.TimestampMicrosecond("UTC");
    case "interval":
      return new arrow.IntervalMonthDayNano();
    case "null":
      return new arrow.Null();
    case "list":
      return new arrow.List(field("item", type.of));
    case "struct":
      return new arrow.Struct(type.fields.map(({ name, type }) => field(name, type)));
    case "map": {
      const entries = new arrow.Struct([field("key", type.key, false), field("value", type.value)]);
      type Entries = ConstructorParameters<typeof arrow.Map_>[0];
      return new arrow.Map_(new arrow.Field("entries", entries, false) as unknown as Entries);
    }
    default:
      return new arrow.Int(type.is.startsWith("int"), Number(type.is.replace(/\D+/, "")) as 8);
  }
}

/** The type of the values that an Arrow type holds; any unit of time is the one there is. */
export function typeOfArrow(type: ArrowType): DataType {
  const facts = type as ArrowType & ArrowFacts;
  const children = type.children as readonly Field[] | null ?? [];
  switch (type.typeId as number) {
    case TYPE.null:
      return { is: "null" };
    case TYPE.bool:
      return { is: "boolean" };
    case TYPE.int:
      return { is: `${facts.isSigned ? "int" : "uint"}${facts.bitWidth as 8 | 16 | 32 | 64}` };
    case TYPE.float:
      return { is: facts.precision === 2 ? "double" : "float" };
    case TYPE.decimal: {
      const { precision, scale } = facts;
      // 38 digits without a fraction is how 128-bit integers travel.
      return precision === 38 && scale === 0
        ? { is: "int128" }
        : { is: "decimal", precision, scale };
    }
    case TYPE.binary:
    case TYPE.largeBinary:
    case TYPE.fixedSizeBinary:
      return { is: "binary" };
    case TYPE.date:
      return { is: "date" };
    case TYPE.time:
      return { is: "time" };
    case TYPE.timestamp:
      return { is: "timestamp" };
    case TYPE.interval:
    case TYPE.duration:
      return { is: "interval" };
    case TYPE.list:
    case TYPE.largeList:
    case TYPE.fixedSizeList:
      return { is: "list", of: typeOfArrow(children[0]!.type) };
    case TYPE.map: {
      const [key, value] = (children[0]!.type.children as readonly Field[]).map((field) =>
        typeOfArrow(field.type)
      );
      return { is: "map", key: key!, value: value! };
    }
    case TYPE.struct:
      return {
        is: "struct",
        fields: children.map((field) => ({ name: field.name, type: typeOfArrow(field.type) })),
      };
    default:
      // Text, dictionaries of text, and unions, whose values show as text.
      return { is: "string" };
  }
}

/** What types of Arrow have beside their id. */
interface ArrowFacts {
  readonly isSigned: boolean;
  readonly bitWidth: number;
  readonly precision: number;
  readonly scale: number;
}
