/// <reference lib="dom" />
import { s } from "./dom.ts";

/** Outlines of 16 by 16. */
const SHAPES: Readonly<Record<string, string>> = {
  "directory": "M1.5 4.5v8h13v-7h-7l-1.5-2h-4.5z",
  "file:table": "M2 3.5h12v9h-12zM2 6.5h12M2 9.5h12M6.5 3.5v9",
  "file:series": "M1.5 10.5l3-4 2.5 3 3-6 2 4.5h2.5",
  "file:data": "M4 1.5h5l3 3v10h-8zM9 1.5v3h3",
  "symlink": "M3 12.5c0-4 2.5-6 8-6M8 3.5l3.5 3-3.5 3",
};

/** The sign of a kind of node; words say the same beside it, so it is hidden from readers. */
export function kindIcon(kind: string, factory: string | null): SVGElement {
  return s(
    "svg",
    {
      class: factory === null ? "icon" : "icon made",
      viewBox: "0 0 16 16",
      width: 16,
      height: 16,
      "aria-hidden": "true",
    },
    s("path", { d: SHAPES[kind] ?? SHAPES["file:data"]! }),
  );
}

/** What a node is, in words. */
export function kindText(kind: string, factory: string | null): string {
  const name = kind.replace("file:", "").replace("data", "file");
  return factory === null ? name : `${name}, ${factory}`;
}
