import type { PondError } from "../../base/mod.ts";
import { hostPathOf } from "../host_path.ts";

/** What goes on although a part fails. */
export interface ProblemOptions {
  /** Told of what fails while the rest goes on; default: the first problem is thrown. */
  readonly onProblem?: (problem: PondError) => void;
}

/** The default of {@linkcode ProblemOptions.onProblem}. */
export function strict(problem: PondError): never {
  throw problem;
}

/** A place as commands name it: `file:` URLs are the host's. */
export function endpointOf(place: string | URL): string {
  const isHost = place instanceof URL || place.startsWith("file://");
  return isHost ? `host:${hostPathOf(place)}` : place;
}
