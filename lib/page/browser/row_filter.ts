import type { Cell, PageColumn } from "../page_data.ts";
import { cellText } from "./format.ts";

/** Whether a row is shown. */
export type RowFilter = (row: readonly Cell[]) => boolean;

const CONDITION = /^(.+?)\s*(<=|>=|!=|=|<|>)\s*(.*)$/;

/**
 * The rows that have every word of `text` in some cell, in any case; or, where it is a column's
 * name, a sign and a value, those for which that is so.
 */
export function rowFilter(
  text: string,
  columns: readonly Pick<PageColumn, "name" | "order">[],
): RowFilter {
  const [, name, sign, value] = CONDITION.exec(text.trim()) ?? [];
  const column = columns.findIndex((each) => each.name.toLowerCase() === name?.toLowerCase());
  if (column >= 0) {
    return condition(column, sign!, { value: value!, order: columns[column]!.order });
  }
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return (row) => {
    const cells = row.map((cell) => cellText(cell).toLowerCase());
    return words.every((word) => cells.some((cell) => cell.includes(word)));
  };
}

function condition(
  column: number,
  sign: string,
  { value, order }: { readonly value: string; readonly order: "number" | "text" },
): RowFilter {
  if (value === "") return () => true;
  const isNull = value.toUpperCase() === "NULL";
  return (row) => {
    const cell = row[column] ?? null;
    if (isNull || cell === null) {
      return sign === "=" && isNull === (cell === null) && isNull ||
        sign === "!=" && isNull && cell !== null;
    }
    const difference = order === "number"
      ? Number(cell) - Number(value)
      : comparedText(cell, value);
    switch (sign) {
      case "=":
        return difference === 0;
      case "!=":
        return difference !== 0;
      case "<":
        return difference < 0;
      case ">":
        return difference > 0;
      case "<=":
        return difference <= 0;
      default:
        return difference >= 0;
    }
  };
}

/** Texts as they are shown, so that a time is written as it is read. */
function comparedText(cell: Cell, value: string): number {
  const text = cellText(cell);
  return text < value ? -1 : text > value ? 1 : 0;
}
