/// <reference lib="dom" />
import { h } from "./dom.ts";

/** Colours of lines that are told apart with any sort of sight (Okabe and Ito), on white and on black. */
const LINES = {
  light: [
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#b87700",
    "#3a9bd0",
    "#7f3c8d",
    "#8c564b",
    "#4d4d4d",
    "#8a8a00",
  ],
  dark: [
    "#5ab4f0",
    "#ff8c42",
    "#3fcf9f",
    "#e79cc4",
    "#f2b84b",
    "#8fd0f5",
    "#c48ad3",
    "#c99588",
    "#bdbdbd",
    "#d6d65c",
  ],
} as const;

const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is dark now: by its button, else by the system. */
function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen === undefined ? system.matches : chosen === "dark";
}

/** The colour of a line by its place. */
export function lineColor(place: number): string {
  const colors = LINES[isDark() ? "dark" : "light"];
  return colors[place % colors.length]!;
}

/** A colour of the style by its name. */
export function styleColor(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls `listener` when the page turns dark or light, until the returned function is called. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The button that turns the page dark or light. */
export function themeButton(): HTMLElement {
  const button = h("button", { type: "button", class: "quiet", id: "theme" });
  const label = () => {
    const other = isDark() ? "Light" : "Dark";
    button.textContent = other;
    button.setAttribute("aria-label", `${other} colours`);
  };
  const changed = () => {
    label();
    for (const listener of listeners) listener();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset["theme"] = isDark() ? "light" : "dark";
    changed();
  });
  system.addEventListener("change", changed);
  label();
  return button;
}
