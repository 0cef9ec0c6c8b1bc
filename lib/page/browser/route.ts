/// <reference lib="dom" />
import type { PageNode, PondPage } from "../page_data.ts";

/** What the main part of the page shows. */
export type Route =
  | { readonly is: "overview" }
  | { readonly is: "lineage" }
  | { readonly is: "log" }
  | { readonly is: "node"; readonly place: number };

/** The address of a node within the page. */
export function nodeHref({ path }: Pick<PageNode, "path">): string {
  return `#${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** What the address asks for; the overview where that isn't there. */
export function currentRoute({ nodes }: PondPage): Route {
  const { hash } = location;
  if (hash === "#lineage" || hash === "#log") return { is: hash.slice(1) as "lineage" | "log" };
  if (!hash.startsWith("#/")) return { is: "overview" };
  const place = nodes.findIndex((node) => nodeHref(node) === hash || node.path === hash.slice(1));
  return place < 0 ? { is: "overview" } : { is: "node", place };
}
