import { basename, dirname, join, relative } from "../deps/std_path.ts";

/** Whether one of two host paths is, or is within, the other, links resolved as far as they exist. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [realPath(one), realPath(other)];
  return isWithin(a, b) || isWithin(b, a);
}

/** With links resolved, as far as it exists; what doesn't exist can't be a link. */
function realPath(hostPath: string): string {
  try {
    return Deno.realPathSync(hostPath);
  } catch (error) {
    const parent = dirname(hostPath);
    // Whatever else is wrong with it shows when it is written.
    if (!(error instanceof Deno.errors.NotFound) || parent === hostPath) return hostPath;
    return join(realPath(parent), basename(hostPath));
  }
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(outer, inner);
  return way === "" || (way !== ".." && !way.startsWith("../") && !way.startsWith("/"));
}
