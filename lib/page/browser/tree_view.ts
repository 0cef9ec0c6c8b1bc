/// <reference lib="dom" />
import type { PageNode, PondPage } from "../page_data.ts";
import { h } from "./dom.ts";
import { kindIcon, kindText } from "./icons.ts";
import { nodeHref } from "./route.ts";

/** Up to so many nodes the whole tree is open at first. */
const FEW_NODES = 300;

/** Rows that are drawn; who looks for more types a part of the name. */
const MOST_ROWS = 3000;

/** The tree of nodes: opened and closed, filtered by name, walked with the arrow keys. */
export class TreeView {
  readonly element: HTMLElement;
  readonly #nodes: readonly PageNode[];
  readonly #children = new Map<number | null, number[]>();
  readonly #open = new Set<number>();
  readonly #list = h("ul", { role: "tree", "aria-label": "Nodes", class: "tree" });
  readonly #filter = h("input", {
    type: "search",
    class: "filter",
    placeholder: "Filter by name",
    "aria-label": "Filter the tree by name",
    "aria-keyshortcuts": "/",
  });
  #selected: number | null = null;
  #focused = 0;

  constructor({ nodes }: PondPage) {
    this.#nodes = nodes;
    nodes.forEach(({ parent }, place) => {
      const siblings = this.#children.get(parent) ?? [];
      siblings.push(place);
      this.#children.set(parent, siblings);
      if (nodes.length <= FEW_NODES || parent === null) this.#open.add(place);
    });
    this.#filter.addEventListener("input", () => this.#draw());
    this.#list.addEventListener("focusin", ({ target }) => {
      const place = (target as Element).closest<HTMLElement>("[data-place]")?.dataset["place"];
      if (place !== undefined) this.#focused = Number(place);
    });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.element = h("div", { class: "side-inner" }, this.#filter, this.#list);
    this.#draw();
  }

  /** Marks the node that is shown, and opens what is above it. */
  select(place: number | null): void {
    this.#selected = place;
    if (place !== null) {
      this.#focused = place;
      for (let at = this.#nodes[place]!.parent; at !== null; at = this.#nodes[at]!.parent) {
        this.#open.add(at);
      }
    }
    this.#draw();
    this.#row(this.#focused)?.scrollIntoView({ block: "nearest" });
  }

  focusFilter(): void {
    this.#filter.focus();
    this.#filter.select();
  }

  #draw(): void {
    const rows = this.#visible();
    if (!rows.some(({ place }) => place === this.#focused)) this.#focused = rows[0]?.place ?? 0;
    const drawn = rows.slice(0, MOST_ROWS).map((row) => this.#item(row));
    const more = rows.length - drawn.length;
    this.#list.replaceChildren(
      ...drawn,
      ...(more > 0 ? [h("li", { role: "none", class: "faint" }, `and ${more} more`)] : []),
      ...(rows.length === 0 ? [h("li", { role: "none", class: "faint" }, "No such name")] : []),
    );
  }

  /** Rows in order; with a filter, nodes whose name has it, and those above them. */
  #visible(): { place: number; level: number }[] {
    const wanted = this.#filter.value.trim().toLowerCase();
    const kept = wanted === "" ? null : new Set<number>();
    this.#nodes.forEach(({ path }, place) => {
      if (!kept || !path.toLowerCase().includes(wanted)) return;
      for (let at: number | null = place; at !== null; at = this.#nodes[at]!.parent) kept.add(at);
    });
    const rows: { place: number; level: number }[] = [];
    const visit = (parent: number | null, level: number) => {
      for (const place of this.#children.get(parent) ?? []) {
        if (kept && !kept.has(place)) continue;
        rows.push({ place, level });
        if (kept || this.#open.has(place)) visit(place, level + 1);
      }
    };
    visit(null, 1);
    return rows;
  }

  #item({ place, level }: { place: number; level: number }): HTMLElement {
    const node = this.#nodes[place]!;
    const { name, kind, factory, problem } = node;
    const isParent = this.#children.has(place);
    const isOpen = isParent && (this.#open.has(place) || this.#filter.value.trim() !== "");
    const toggle = h("span", {
      class: isParent ? "toggle" : "toggle leaf",
      "aria-hidden": "true",
      click: (event: Event) => {
        event.preventDefault();
        this.#toggle(place);
      },
    });
    const link = h(
      "a",
      { href: nodeHref(node), tabindex: -1, title: kindText(kind, factory) },
      toggle,
      kindIcon(kind, factory),
      h("bdi", { class: "name" }, name),
      h("span", { class: "heard" }, `, ${kindText(kind, factory)}`),
      problem === null ? null : h("span", { class: "bad", title: problem }, "broken"),
    );
    link.style.paddingInlineStart = `${(level - 1) * 14 + 4}px`;
    return h("li", {
      role: "treeitem",
      "aria-level": level,
      "aria-expanded": isParent ? String(isOpen) : null,
      "aria-selected": String(place === this.#selected),
      tabindex: place === this.#focused ? 0 : -1,
      "data-place": place,
    }, link);
  }

  #toggle(place: number, open = !this.#open.has(place)): void {
    if (open) this.#open.add(place);
    else this.#open.delete(place);
    this.#draw();
    this.#focus(place);
  }

  #row(place: number): HTMLElement | null {
    return this.#list.querySelector<HTMLElement>(`[data-place="${place}"]`);
  }

  #focus(place: number): void {
    for (const row of this.#list.querySelectorAll<HTMLElement>("[data-place]")) {
      row.tabIndex = row.dataset["place"] === String(place) ? 0 : -1;
    }
    this.#focused = place;
    this.#row(place)?.focus();
  }

  /** The keys of a tree, as the ARIA practices have them. */
  #key(event: KeyboardEvent): void {
    const rows = this.#visible();
    const at = rows.findIndex(({ place }) => place === this.#focused);
    const { place } = rows[at] ?? { place: 0 };
    const isOpen = this.#open.has(place) && this.#children.has(place);
    const go = (row: { place: number } | undefined) => row && this.#focus(row.place);
    const keys: Readonly<Record<string, () => unknown>> = {
      ArrowDown: () => go(rows[at + 1]),
      ArrowUp: () => go(rows[at - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows[Math.min(rows.length, MOST_ROWS) - 1]),
      ArrowRight: () =>
        isOpen ? go(rows[at + 1]) : this.#children.has(place) && this.#toggle(place, true),
      ArrowLeft: () => {
        const { parent } = this.#nodes[place]!;
        return isOpen ? this.#toggle(place, false) : parent !== null && this.#focus(parent);
      },
      Enter: () => this.#row(place)?.querySelector("a")?.click(),
      " ": () => this.#row(place)?.querySelector("a")?.click(),
    };
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }
}
