import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import type { FileKind } from "../tinyfs/mod.ts";
import { copyIn } from "./copy_in.ts";
import { copyOut } from "./copy_out.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";
import type { RowFormat } from "./encode.ts";

/** What to copy where. */
export interface CopyOptions {
  readonly argv: readonly string[];
  /** `host:PATH`, `-` for standard input, or pond paths; globs too where no node has that very name. */
  readonly sources: readonly string[];
  /** `host:PATH`, `-` for standard output, or a pond path; a directory when there are several sources, or with a trailing `/`. */
  readonly destination: string;
  /** Directories with all they hold. */
  readonly recursive?: boolean;
  /** Kind of new files in the pond; default `data`, and for a source in the pond its own. */
  readonly kind?: FileKind | undefined;
  /** Of new series; default found by name. */
  readonly timeColumn?: string | undefined;
  /** Out of the pond: writes tables as this instead of as they are. */
  readonly format?: RowFormat | undefined;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: { write(bytes: Uint8Array): Promise<void> };
  /** Called for what is left out while the rest goes on. */
  readonly onProblem: (problem: PondError) => void;
  /** Bytes so far, and how many there will be where that is known. */
  readonly onProgress: (bytesDone: number, bytesTotal: number | null) => void;
}

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
