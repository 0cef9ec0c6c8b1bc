/** The import table of CONTRIBUTING.md: which room may import which. */
import { readText } from "./tree.ts";

/** One row of the table. */
export interface Room {
  readonly name: string;
  readonly level: number;
  readonly mayImport: ReadonlySet<string>;
}

/**
 * Parses the rows `` | level | `room/` | sentence | may import | ``. "all of 0–3" stands for the
 * rooms of those levels, and "–" for none; every room may use `deps/`.
 */
export function readImportTable(markdown: string = readText("CONTRIBUTING.md")): Room[] {
  const rows = [...markdown.matchAll(/^\| *(\d) *\| *`(\w+)\/` *\|[^|]*\|([^|]*)\|$/gm)]
    .map(([, level, name, imports]) => ({
      level: Number(level),
      name: name!,
      imports: imports!.trim(),
    }));
  return rows.map(({ level, name, imports }) => {
    const range = /^all of (\d)–(\d)$/.exec(imports);
    const named = range
      ? rows.filter((row) => row.level >= Number(range[1]) && row.level <= Number(range[2]))
        .map((row) => row.name)
      : imports === "–"
      ? []
      : imports.split(/,\s*/).map((word) => word.replaceAll("`", ""));
    return { name, level, mayImport: new Set([...named, "deps"]) };
  });
}
