import { isPondError, PondError } from "../../base/mod.ts";
import { positionOf } from "../syntax/mod.ts";
import type { Compiled, Region } from "./compile.ts";
import { ROOT_LABEL } from "./graph.ts";
import type { Session } from "./session.ts";

/** Where an engine's message came from. */
export interface ErrorContext {
  readonly compiled: Compiled;
  readonly session: Session;
}

/** `LINE 3: …ct a from "x"…` and a line with the caret. */
const POSITION = /\n?LINE (\d+): (.*)\n( *)\^\s*$/;

/**
 * The engine's error about a compiled statement as one about the SQL that somebody wrote: line and
 * column count there, names that only the compiled text has are gone, and the message fits one
 * line.
 */
export async function userError(error: unknown, context: ErrorContext): Promise<unknown> {
  if (!isPondError(error) || typeof error.data.engineMessage !== "string") return error;
  if (error.code === "out-of-memory") return error;
  const { compiled, session } = context;
  const message = error.data.engineMessage;
  if (message.startsWith("Parser Error")) {
    for (const region of compiled.regions) {
      const own = await syntaxError(region, session);
      if (own !== null) return rewritten(error, own, { region, offset: offsetIn(region.sql, own) });
    }
  }
  const offset = offsetIn(compiled.sql, message);
  const region = offset === null ? undefined : regionAt(compiled, offset);
  if (!region?.isExact && /^(?:Binder|Catalog) Error/.test(message)) {
    const found = await errorOfPart(error, context);
    if (found) return found;
  }
  return rewritten(error, message, {
    region,
    offset: region?.isExact && offset !== null ? offset - region.start : null,
  });
}

/** The error of the first query that can't be planned by itself, with its place. */
async function errorOfPart(
  error: PondError,
  { compiled, session }: ErrorContext,
): Promise<PondError | null> {
  for (const part of compiled.parts()) {
    try {
      await session.check(part.sql, part.setup);
    } catch (inner) {
      const message = isPondError(inner) ? inner.data.engineMessage : null;
      if (typeof message !== "string") return null;
      const region = { ...part, start: 0, length: part.sql.length, isExact: true };
      return rewritten(error, message, { region, offset: offsetIn(part.sql, message) });
    }
  }
  return null;
}

/** What the parser says of one query alone; null when it has nothing to say. */
async function syntaxError(region: Region, session: Session): Promise<string | null> {
  try {
    await session.tableNames(region.sql);
    return null;
  } catch (error) {
    const message = isPondError(error) ? error.data.engineMessage : null;
    return typeof message === "string" && message.startsWith("Parser Error") ? message : null;
  }
}

interface Place {
  readonly region: Region | undefined;
  readonly offset: number | null;
}

function rewritten(error: PondError, message: string, { region, offset }: Place): PondError {
  const position = region && offset !== null ? positionOf(region.sql, offset) : null;
  const where = [
    ...(position ? [`line ${position.line}, column ${position.column}`] : []),
    ...(region && region.label !== ROOT_LABEL ? [`in the query of ${region.label}`] : []),
  ].join(" ");
  const why = tidied(message) + (where === "" ? "" : ` (${where})`);
  return new PondError(error.code, `cannot run a query: ${why}`, {
    data: { ...position, ...(region?.label ? { relation: region.label } : {}) },
    cause: error.cause,
  });
}

/** One line, without the engine's own names and its excerpt of the compiled text. */
function tidied(message: string): string {
  if (message.includes("Cannot prepare multiple statements")) {
    return "PIVOT here needs its values listed: PIVOT … ON column IN (…)";
  }
  return message.replace(POSITION, "")
    .replace(/^(?:Parser|Binder|Catalog|Conversion|Invalid Input|Invalid) Error: /, "")
    .replace(/"?pond_[0-9a-f]{12}_\d+"?\.?/g, "")
    .replace(
      /\n?Did you mean "(?:temp|system|memory)?\.?(?:information_schema|pg_catalog|main)\..*$/s,
      "",
    )
    .replace(/\s*Candidate functions:.*$/s, "")
    .replace(/\s*\n\s*/g, "; ")
    .trim();
}

/** The offset in `sql` that the engine's caret points at. */
function offsetIn(sql: string, message: string): number | null {
  const match = POSITION.exec(message);
  if (!match) return null;
  const [, line, shown, blanks] = match;
  const lines = sql.split("\n");
  const index = Number(line) - 1;
  const text = lines[index];
  if (text === undefined) return null;
  const caret = blanks!.length - `LINE ${line}: `.length;
  const cutFront = shown!.startsWith("...") ? 3 : 0;
  const excerpt = shown!.slice(cutFront).replace(/\.\.\.$/, "");
  const at = text.indexOf(excerpt);
  if (at < 0) return null;
  const before = lines.slice(0, index).reduce((sum, each) => sum + each.length + 1, 0);
  return before + at + caret - cutFront;
}

function regionAt(compiled: Compiled, offset: number): Region | undefined {
  return compiled.regions.find(({ start, length }) => offset >= start && offset <= start + length);
}
