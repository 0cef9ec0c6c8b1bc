import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import { copyIn } from "./copy_in.ts";
import { copyOut } from "./copy_out.ts";
import type { CopyOptions } from "./copy_options.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";

/**
 * Copies into, out of or within the pond, streaming. Into and within is one transaction, all or nothing; out of
 * it each file appears whole or not at all.
 * @throws {PondError} `not-found`, `usage` for host to host, `is-a-directory` without `recursive`, `invalid-input` for
 * tables that are not Parquet, `read-only`, `conflict`, …
 */
export async function copyCommand(pond: Pond, options: CopyOptions): Promise<void> {
  const sources = options.sources.map(parseEndpoint);
  const destination = parseEndpoint(options.destination);
  if (destination.at === "pond") {
    if (options.format !== undefined) {
      throw new PondError(
        "usage",
        "cannot copy into the pond with --format: bytes stay as they are",
        {
          hint: "--as table|series says what the bytes are",
        },
      );
    }
    return await copyIn(pond, { ...options, sources, destination: destination.path });
  }
  if (options.kind !== undefined || options.timeColumn !== undefined) {
    throw new PondError("usage", "cannot copy out of the pond with --as or --time-column", {
      hint: "--format csv|json|… converts on the way out",
    });
  }
  return await copyOut(pond, { ...options, sources: sources.map(pondPath), destination });
}

function pondPath(source: Endpoint): string {
  if (source.at === "pond") return source.path;
  throw new PondError(
    "usage",
    "cannot copy from the host to the host: one side must be in the pond",
    {
      hint: "host: begins a host file, - is standard input or output, anything else is a pond path",
    },
  );
}
