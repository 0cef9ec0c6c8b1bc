/** A type of SQL, as a value. */
export type SqlType =
  | { readonly is: "plain"; readonly name: PlainType }
  | { readonly is: "decimal"; readonly width: number; readonly scale: number }
  | { readonly is: "list"; readonly of: SqlType }
  | { readonly is: "struct"; readonly fields: readonly (readonly [name: string, type: SqlType])[] }
  | { readonly is: "map"; readonly key: SqlType; readonly value: SqlType };

/** Types without parts, by DuckDB's names. `ANY` is for arguments only. */
export type PlainType =
  | "BOOLEAN"
  | "TINYINT"
  | "SMALLINT"
  | "INTEGER"
  | "BIGINT"
  | "HUGEINT"
  | "UTINYINT"
  | "USMALLINT"
  | "UINTEGER"
  | "UBIGINT"
  | "UHUGEINT"
  | "FLOAT"
  | "DOUBLE"
  | "VARCHAR"
  | "JSON"
  | "BLOB"
  | "UUID"
  | "BIT"
  | "ENUM"
  | "DATE"
  | "TIME"
  | "TIME WITH TIME ZONE"
  | "TIMESTAMP"
  | "TIMESTAMP_S"
  | "TIMESTAMP_MS"
  | "TIMESTAMP_NS"
  | "TIMESTAMP WITH TIME ZONE"
  | "INTERVAL"
  | "NULL"
  | "ANY";

const PLAIN_TYPES: readonly PlainType[] = [
  ...["BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"] as const,
  ...["UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE"] as const,
  ...["VARCHAR", "JSON", "BLOB", "UUID", "BIT", "ENUM", "DATE", "TIME"] as const,
  ...["TIME WITH TIME ZONE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"] as const,
  ...["TIMESTAMP WITH TIME ZONE", "INTERVAL", "NULL", "ANY"] as const,
];

const SYNONYMS: Readonly<Record<string, string>> = {
  BOOL: "BOOLEAN",
  LOGICAL: "BOOLEAN",
  INT1: "TINYINT",
  INT2: "SMALLINT",
  SHORT: "SMALLINT",
  INT: "INTEGER",
  INT4: "INTEGER",
  SIGNED: "INTEGER",
  INT8: "BIGINT",
  LONG: "BIGINT",
  FLOAT4: "FLOAT",
  REAL: "FLOAT",
  FLOAT8: "DOUBLE",
  TEXT: "VARCHAR",
  STRING: "VARCHAR",
  CHAR: "VARCHAR",
  BPCHAR: "VARCHAR",
  BYTEA: "BLOB",
  BINARY: "BLOB",
  VARBINARY: "BLOB",
  DATETIME: "TIMESTAMP",
  TIMESTAMPTZ: "TIMESTAMP WITH TIME ZONE",
  TIMETZ: "TIME WITH TIME ZONE",
};

/** Digits of a DECIMAL that says nothing about them, all and behind the point. */
const DECIMAL_DEFAULT = [18, 3] as const;

/**
 * The type that `text` names (`INT`, `DECIMAL(9, 2)`, `STRUCT(a INT, b VARCHAR[])`), null if it
 * names none.
 */
export function parseSqlType(text: string): SqlType | null {
  const reader = new TypeReader(text);
  const type = reader.type();
  return reader.isAtEnd() ? type : null;
}

/** A type without parts. */
export function plainType(name: PlainType): SqlType {
  return { is: "plain", name };
}

class TypeReader {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  isAtEnd(): boolean {
    return this.#rest.trim() === "";
  }

  type(): SqlType | null {
    let type = this.#single();
    while (type && this.#take(/^\s*\[\s*\]/)) type = { is: "list", of: type };
    return type;
  }

  #single(): SqlType | null {
    if (this.#take(/^\s*STRUCT\s*\(/i)) return this.#struct();
    if (this.#take(/^\s*MAP\s*\(/i)) {
      const key = this.type();
      const value = this.#take(/^\s*,/) ? this.type() : null;
      return key && value && this.#take(/^\s*\)/) ? { is: "map", key, value } : null;
    }
    const decimal = this.#take(
      /^\s*(?:DECIMAL|NUMERIC|DEC)\b\s*(?:\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?/i,
    );
    if (decimal) {
      const [, width, scale] = decimal;
      if (width === undefined) {
        return { is: "decimal", width: DECIMAL_DEFAULT[0], scale: DECIMAL_DEFAULT[1] };
      }
      return { is: "decimal", width: Number(width), scale: Number(scale ?? 0) };
    }
    const word = this.#take(/^\s*(TIME(?:STAMP)?\s+WITH\s+TIME\s+ZONE|[A-Z_]\w*)/i);
    if (!word) return null;
    const name = word[1]!.toUpperCase().replace(/\s+/g, " ");
    const plain = PLAIN_TYPES.find((each) => each === (SYNONYMS[name] ?? name));
    return plain === undefined ? null : plainType(plain);
  }

  #struct(): SqlType | null {
    const fields: [string, SqlType][] = [];
    do {
      const name = this.#take(/^\s*(?:"((?:[^"]|"")*)"|([A-Za-z_]\w*))/);
      const type = name && this.type();
      if (!type) return null;
      fields.push([name[1]?.replaceAll('""', '"') ?? name[2]!, type]);
    } while (this.#take(/^\s*,/));
    return this.#take(/^\s*\)/) ? { is: "struct", fields } : null;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    const match = pattern.exec(this.#rest);
    if (match) this.#rest = this.#rest.slice(match[0].length);
    return match;
  }
}
/** The text of a type, which {@linkcode parseSqlType} reads. */
export function typeText(type: SqlType): string {
  switch (type.is) {
    case "plain":
      return type.name;
    case "decimal":
      return `DECIMAL(${type.width}, ${type.scale})`;
    case "list":
      return `${typeText(type.of)}[]`;
    case "map":
      return `MAP(${typeText(type.key)}, ${typeText(type.value)})`;
    case "struct": {
      const fields = type.fields.map(([name, each]) =>
        `"${name.replaceAll('"', '""')}" ${typeText(each)}`
      );
      return `STRUCT(${fields.join(", ")})`;
    }
  }
}
