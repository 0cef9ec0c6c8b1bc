/// <reference lib="dom" />
import type { PondPage } from "../page_data.ts";
import { h } from "./dom.ts";
import { secondText } from "./format.ts";

/** Transactions, newest first. */
export function logView({ log }: Pick<PondPage, "log">): HTMLElement {
  return h(
    "section",
    { "aria-label": "Log", class: "log" },
    h("h1", {}, "Log"),
    log.length === 0 ? h("p", { class: "faint" }, "No transactions.") : null,
    h(
      "ol",
      {},
      ...log.map(({ transaction, time, command, changes }) =>
        h(
          "li",
          {},
          h(
            "div",
            { class: "when" },
            h("span", { class: "number" }, `#${transaction}`),
            h("time", { datetime: time }, secondText(time)),
          ),
          h("code", {}, command),
          h("ul", {}, ...changes.map((change) => h("li", {}, h("bdi", {}, change)))),
        )
      ),
    ),
  );
}
