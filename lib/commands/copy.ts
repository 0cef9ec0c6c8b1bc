import { PondError } from "../base/mod.ts";
import type { Pond } from "../pond/mod.ts";
import { expandHostGlob } from "./host_glob.ts";
import { isHostDirectory } from "./host_file.ts";
import { canonicalPath, nodeAt } from "./tree_facts.ts";
import { copyIn } from "./copy_in.ts";
import { copyOut } from "./copy_out.ts";
import type { Copied, CopyOptions } from "./copy_options.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";
import { Skipped } from "./skipped.ts";

/**
 * Copies into, out of or within the pond, streaming. Into and within is one transaction, all or
 * nothing; out of it each file appears whole or not at all.
 * @throws {PondError} `not-found`, `usage` for host to host, `is-a-directory` without `recursive`,
 *   `invalid-input` for tables that are not Parquet, `read-only`, `conflict`, …
 */
export async function copyCommand(pond: Pond, options: CopyOptions): Promise<Copied> {
  const sources = await expandHost(options.sources.map(parseEndpoint), options.onProblem);
  const destination = parseEndpoint(options.destination);
  if (destination.at === "pond") {
    if (sources.every(({ at }) => at === "pond")) await checkDestination(pond, destination.path);
    if (options.format !== undefined || options.csvSafe) {
      const flag = options.csvSafe ? "--csv-safe" : "--format";
      throw new PondError(
        "usage",
        `cannot copy into the pond with ${flag}: bytes stay as they are`,
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

/** Globs of the host replaced by what they match. */
async function expandHost(
  sources: readonly Endpoint[],
  onProblem: CopyOptions["onProblem"],
): Promise<Endpoint[]> {
  const expanded: Endpoint[] = [];
  const skipped = new Skipped();
  for (const source of sources) {
    if (source.at !== "host") expanded.push(source);
    else {
      const paths = await expandHostGlob(source.hostPath, (found) => skipped.add(found));
      expanded.push(...paths.map((hostPath) => ({ ...source, hostPath })));
    }
  }
  skipped.report("copy", onProblem);
  return expanded;
}

/**
 * Refuses a copy within the pond whose destination reads like a place on the host; `//x` is always
 * in the pond.
 */
async function checkDestination(pond: Pond, word: string): Promise<void> {
  const looksLikeHost = /^(\.{1,2}|~)(\/|$)/.test(word);
  if (word.startsWith("//") || !(looksLikeHost || await isHostDirectory(word))) return;
  const path = canonicalPath(word.replace(/^~/, ""));
  if (!looksLikeHost && await nodeAt(await pond.read(), path)) return;
  const why = "it may be a place on the host or in the pond";
  throw new PondError("usage", `cannot copy to ${word}: ${why}`, {
    hint: `host:${word} is the one on the host, ${
      word === path ? `/${path}` : path
    } the one in the pond`,
  });
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
