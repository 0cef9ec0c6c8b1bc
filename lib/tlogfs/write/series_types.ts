import { PondError } from "../../base/mod.ts";
import { readParquetFooter } from "../../parquet/mod.ts";
import { type Column, type DataType, formatType, isMoment, isNumeric } from "../../table/mod.ts";
import { type Contents, valuedColumns } from "../read/mod.ts";
import { type NodeHistory, type SeriesPart, seriesParts } from "../rows/mod.ts";

/** A version that is to be appended to a series. */
export interface Appended {
  readonly path: string;
  readonly columns: readonly Column[];
  readonly schemaKey: unknown;
  /** Its times have rules of their own. */
  readonly timeColumn: string | undefined;
  readonly history: NodeHistory;
  readonly contents: Contents;
  /** Whether any type is taken. */
  readonly isFree: boolean;
  /** Told of every column that is of another type and goes with the others. */
  readonly onWidening: (said: string) => void;
}

/**
 * Compares the columns of a version with those of the versions before it, one for each schema there
 * is: a query sees all of them as one column, so what would turn it into text, or fail, is refused.
 * @throws {PondError} `invalid-input` with the column and both types
 */
export async function checkSeriesTypes(appended: Appended): Promise<void> {
  const { path, columns, isFree, onWidening } = appended;
  const before = await columnsBefore(appended);
  for (const { name, type } of columns) {
    if (name === appended.timeColumn) continue;
    for (const known of before.get(name)?.values() ?? []) {
      const fit = fitOf(known, type);
      if (fit === "same") continue;
      const column = JSON.stringify(name);
      const [now, then] = [formatType(type), formatType(known)];
      if (fit === "wider" || isFree) {
        onWidening(`${path}: column ${column} is ${now} here and ${then} in earlier versions`);
        break;
      }
      throw new PondError(
        "invalid-input",
        `cannot append to ${path}: column ${column} is ${now} here and ${then} in its earlier versions`,
        {
          hint:
            "`pond copy` and `pond ingest` take it with --allow-type-change; queries then see what both have in common, mostly text",
          data: { column: name, type: now, before: then },
        },
      );
    }
  }
}

/**
 * The types of every column in earlier versions; none where all have the schema that is appended.
 */
async function columnsBefore(
  { history, contents, path, schemaKey }: Appended,
): Promise<ReadonlyMap<string, ReadonlyMap<string, DataType>>> {
  const newest = new Map<string, { part: SeriesPart; count: number }>();
  for (const part of seriesParts(history)) {
    const key = part.schemaKey ?? "";
    newest.set(key, { part, count: (newest.get(key)?.count ?? 0) + 1 });
  }
  const types = new Map<string, Map<string, DataType>>();
  if (newest.has(String(schemaKey))) return types;
  for (const { part, count } of newest.values()) {
    const { content } = part;
    const source = "partId" in content
      ? await contents.open(content)
      : await contents.openMerged(content, path);
    try {
      const footer = readParquetFooter(source, path);
      // That one version has no values in a column says nothing of others with its schema.
      for (const { name, type } of count === 1 ? valuedColumns(footer) : footer.columns) {
        const known = types.get(name) ?? new Map<string, DataType>();
        types.set(name, known.set(formatType(type), type));
      }
    } finally {
      source.close();
    }
  }
  return types;
}

/** How a column of type `now` goes with one of type `before`. */
function fitOf(before: DataType, now: DataType): "same" | "wider" | "other" {
  if (formatType(before) === formatType(now)) return "same";
  if (before.is === "null" || now.is === "null") return "same";
  if (isNumeric(before) && isNumeric(now)) return "wider";
  if (isMoment(before) && isMoment(now)) return "wider";
  if (before.is === "list" && now.is === "list") return fitOf(before.of, now.of);
  if (before.is === "map" && now.is === "map") {
    const fits = [fitOf(before.key, now.key), fitOf(before.value, now.value)];
    return fits.includes("other") ? "other" : "wider";
  }
  if (before.is !== "struct" || now.is !== "struct") return "other";
  const known = new Map(before.fields.map(({ name, type }) => [name, type]));
  const fits = now.fields.map(({ name, type }) => {
    const earlier = known.get(name);
    return earlier ? fitOf(earlier, type) : "wider";
  });
  return fits.includes("other") ? "other" : "wider";
}
