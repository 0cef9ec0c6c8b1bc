/**
 * Door to `yaml` (eemeli/yaml). `@std/yaml` gives values without positions, and a config error has
 * to name its line and column, so this library reads the configs.
 */
import process from "node:process";
import { Composer } from "npm:yaml@2.9.0";

export {
  CST,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type ParsedNode,
  Parser,
  stringify,
} from "npm:yaml@2.9.0";
export { Composer };

/** Where the library says an error is: an offset, a range, or a token. */
type ErrorSource = number | readonly number[] | { readonly offset: number };

/**
 * A composer for YAML 1.2, core schema, that hands the first error or warning to `stop`. On its own
 * it would collect them all, and hostile text makes them by the ten thousand.
 */
export function newComposer(stop: (offset: number, message: string) => never): Composer {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const hook = composer as unknown as {
    onError: (source: ErrorSource, code: string, message: string) => never;
  };
  let first: { readonly error: unknown } | undefined;
  hook.onError = (source, _code, message) => {
    // The composer catches what is thrown inside it and reports that as an error once more.
    if (first) throw first.error;
    try {
      return stop(offsetOf(source), message);
    } catch (error) {
      first = { error };
      throw error;
    }
  };
  return composer;
}

function offsetOf(source: ErrorSource): number {
  if (typeof source === "number") return source;
  return "offset" in source ? source.offset : source[0] ?? 0;
}

/**
 * The library looks at two environment variables that switch its tracing on. Where they may not be
 * read, looking throws; there they are shadowed, so that they count as unset.
 */
function shadowTracing(): void {
  const denied = ["LOG_TOKENS", "LOG_STREAM"].filter((variable) =>
    Deno.permissions.querySync({ name: "env", variable }).state !== "granted"
  );
  if (denied.length === 0) return;
  const unset = denied.map((variable) => [variable, { value: undefined }] as const);
  process.env = Object.create(process.env, Object.fromEntries(unset));
}

shadowTracing();
