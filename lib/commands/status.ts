import type { Pond, PondStatus } from "../pond/mod.ts";

/**
 * Numbers about the whole pond.
 * @throws {PondError} `io`, `corrupt`
 */
export function statusCommand(pond: Pond): Promise<PondStatus> {
  return pond.status();
}
