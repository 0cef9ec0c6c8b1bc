import { isPondError, PondError } from "../base/mod.ts";
import type { PondReader } from "../pond/mod.ts";
import { type Asked, hostFileHint, nearPathHint, shellGlobHint, tablesHint } from "./hint_paths.ts";
import { queryHint } from "./hint_query.ts";

/**
 * `error` with a hint: the line to type, or the name that was probably meant. An error that has a
 * hint keeps it, and where there is nothing to say it is returned as it is.
 * @param reader the pond, where one could be opened
 */
export async function withHint(
  error: unknown,
  reader: PondReader | undefined,
  asked: Asked,
): Promise<unknown> {
  if (!isPondError(error) || error.hint !== undefined) return error;
  try {
    const hint = await hintFor(error, reader, asked);
    if (hint === undefined) return error;
    const { code, message, data, cause } = error;
    return new PondError(code, message, { hint, data, cause: cause ?? error });
  } catch {
    // What is looked at for a hint may be as broken as what failed; the error itself is the news.
    return error;
  }
}

async function hintFor(
  error: PondError,
  reader: PondReader | undefined,
  asked: Asked,
): Promise<string | undefined> {
  if (error.code === "not-found" && isPathOfPond(error)) {
    const fromHost = tablesHint(asked) ?? await shellGlobHint(asked) ??
      await hostFileHint(error, asked);
    if (fromHost !== undefined) return fromHost;
    if (reader) {
      const near = await nearPathHint(reader, String(error.data.path));
      if (near !== undefined) return near;
    }
  }
  for (const query of asked.queries) {
    const hint = await queryHint(error, { query, reader });
    if (hint !== undefined) return hint;
  }
  return undefined;
}

function isPathOfPond({ data }: PondError): boolean {
  return typeof data.path === "string" && data.path.startsWith("/");
}
