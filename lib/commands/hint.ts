import { isPondError, PondError } from "../base/mod.ts";
import type { PondReader } from "../pond/mod.ts";
import {
  type Asked,
  hostDestinationHint,
  hostFileHint,
  nearPathHint,
  shellGlobHint,
  tablesHint,
} from "./hint_paths.ts";
import { queryHint } from "./hint_query.ts";

/**
 * `error` with a hint: the line to type, or the name that was probably meant. An error that has a
 * hint keeps it, unless the host explains more, and where there is nothing to say it is returned as
 * it is.
 * @param reader the pond, where one could be opened
 */
export async function withHint(
  error: unknown,
  reader: PondReader | undefined,
  asked: Asked,
): Promise<unknown> {
  if (!isPondError(error)) return error;
  try {
    const hint = error.hint === undefined
      ? await hintFor(error, reader, asked)
      : await betterHint(error, asked);
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

/** A hint in place of one that knows the pond alone. */
async function betterHint({ code, hint }: PondError, asked: Asked): Promise<string | undefined> {
  const isMissingDirectory = code === "not-found" && hint?.startsWith("pond mkdir -p ");
  return isMissingDirectory ? await hostDestinationHint(asked) : undefined;
}

function isPathOfPond({ data }: PondError): boolean {
  return typeof data.path === "string" && data.path.startsWith("/");
}
