import { isPondError, PondError } from "../base/mod.ts";
import { compileGlob, isGlob, isSourceUrl, parsePath, sourcePath } from "../paths/mod.ts";
import { configError } from "../config/mod.ts";
import type { Relation } from "../table/mod.ts";
import { type NamedSource, sourcesOf } from "./sql_config.ts";
import { type Derived, queryOver, resolveSource, usedSources } from "./sql_derived.ts";
import { positionOfError } from "./sql_position.ts";

/**
 * Checks a derived node as `mknod` does: one SELECT over names that are declared, inputs that exist, and, where all of them do, columns
 * and types. A glob may match nothing yet.
 * @throws {PondError} with the place in the YAML; `invalid-config`, `invalid-query`, `not-found`, `cycle`
 */
export async function validateDerived(derived: Derived): Promise<void> {
  const used = await placed(derived, () => usedSources(derived));
  const declared = sourcesOf(derived.config);
  const cache = new Map<string, Relation>();
  const inputs = new Map<string, Relation>();
  for (const named of [...declared, ...used.filter((each) => !isDeclared(each, declared))]) {
    checkSelfMatch(derived, named);
    const relation = await resolveAtMknod(derived, named, cache);
    if (relation && isDeclared(named, used)) inputs.set(named.name, relation);
  }
  if (inputs.size < used.length) return;
  const query = await placed(derived, () => queryOver(derived, inputs));
  if (derived.kind === "table") await placed(derived, () => derived.context.tables.columns(query));
}

function isDeclared({ name }: NamedSource, among: readonly NamedSource[]): boolean {
  return among.some((each) => each.name === name);
}

/** What `named` stands for; undefined for a glob without a match, which may have some later. */
async function resolveAtMknod(
  derived: Derived,
  named: NamedSource,
  cache: Map<string, Relation>,
): Promise<Relation | undefined> {
  try {
    return await resolveSource(derived, named, { chain: [], cache });
  } catch (error) {
    if (!isPondError(error)) throw error;
    if (error.code === "not-found" && isGlob(sourcePath(named.source))) return undefined;
    throw configError(derived.config, { at: named.at, why: error.message }, {
      label: derived.factory,
      cause: error,
    });
  }
}

/** A glob that matches the node's own path would make it derive from itself. */
function checkSelfMatch({ config, context, factory }: Derived, { source, at }: NamedSource): void {
  if (isSourceUrl(source) || !isGlob(source)) return;
  if (!compileGlob(source).match(parsePath(context.path))) return;
  const cause = new PondError("cycle", `cannot read ${context.path}: it derives from itself`, {
    data: { chain: [context.path, context.path] },
    hint: "make the pattern narrower, or put the node elsewhere",
  });
  const why = `the pattern matches the node itself: ${context.path} -> ${context.path}`;
  throw configError(config, { at, why }, { label: factory, cause });
}

/** Runs `work`; what is wrong with the SQL is reported where the SQL stands in the YAML. */
async function placed<T>(
  { config, context, factory }: Derived,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPondError(error, "invalid-query") || config.query === undefined) throw error;
    const position = positionOfError(config.query, { error, path: context.path });
    const said = error.message.replace(/^cannot [^:]+: /, "");
    // The place in the YAML takes over from the place in the SQL.
    const why = position ? said.replace(/ \(line \d+, column \d+[^()]*\)$/, "") : said;
    throw configError(config, { at: ["query"], why }, {
      label: factory,
      cause: error,
      ...position,
    });
  }
}
