import { PondError } from "../base/mod.ts";
import { fromFileUrl } from "../deps/std_path.ts";

/**
 * The host's path that a string or a `file:` URL names.
 * @throws {PondError} `usage` for another URL
 */
export function hostPathOf(place: string | URL): string {
  const url = typeof place === "string" ? fileUrl(place) : place;
  if (url === undefined) return place as string;
  if (url.protocol === "file:") return fromFileUrl(url);
  throw new PondError("usage", `cannot open ${url}: only file: URLs name something on this host`);
}

function fileUrl(place: string): URL | undefined {
  return place.startsWith("file://") ? new URL(place) : undefined;
}
