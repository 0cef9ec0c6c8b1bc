/// <reference lib="dom" />
import type { UPlot } from "../../deps/uplot.ts";

/** Range of the horizontal axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

const STEP = 0.2;
const FACTOR = 1.5;

/** Zooming and panning of one chart, within all of its data. */
export class ChartMoves {
  readonly #plot: UPlot;
  readonly #whole: Range;

  constructor(plot: UPlot, whole: Range) {
    this.#plot = plot;
    this.#whole = whole;
  }

  /** Brings the range nearer by `factor`, around a place between 0 and 1. */
  zoom(factor: number, around = 0.5): void {
    const { min, max } = this.#range();
    const width = (max - min) / factor;
    const left = min + (max - min - width) * around;
    this.#set({ min: left, max: left + width });
  }

  /** Moves the range by a part of its width. */
  pan(share: number): void {
    const { min, max } = this.#range();
    const { min: first, max: last } = this.#whole;
    const by = Math.min(last - max, Math.max(first - min, (max - min) * share));
    this.#set({ min: min + by, max: max + by });
  }

  reset(): void {
    this.#set(this.#whole);
  }

  /** Keys: arrows, plus and minus, 0. */
  key(event: KeyboardEvent): void {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.pan(-STEP),
      ArrowRight: () => this.pan(STEP),
      "+": () => this.zoom(FACTOR),
      "=": () => this.zoom(FACTOR),
      "-": () => this.zoom(1 / FACTOR),
      "0": () => this.reset(),
    };
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  /** The wheel zooms with Ctrl or Command, else the page scrolls; sideways it pans. */
  wheel(event: WheelEvent): void {
    const { deltaX, deltaY, ctrlKey, metaKey } = event;
    const isSideways = Math.abs(deltaX) > Math.abs(deltaY);
    if (!ctrlKey && !metaKey && !isSideways) return;
    event.preventDefault();
    if (isSideways) return this.pan(deltaX / this.#plot.over.clientWidth);
    const around = event.offsetX / this.#plot.over.clientWidth;
    this.zoom(deltaY < 0 ? FACTOR : 1 / FACTOR, around);
  }

  /** Dragging with Shift, or the middle button, pans; without, uPlot selects a range to zoom into. */
  drag(event: MouseEvent): void {
    if (!event.shiftKey && event.button !== 1) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    let at = event.clientX;
    const move = ({ clientX }: MouseEvent) => {
      this.pan((at - clientX) / this.#plot.over.clientWidth);
      at = clientX;
    };
    document.addEventListener("mousemove", move);
    document.addEventListener("mouseup", () => document.removeEventListener("mousemove", move), {
      once: true,
    });
  }

  #range(): Range {
    const { min, max } = this.#plot.scales["x"]!;
    return { min: min ?? this.#whole.min, max: max ?? this.#whole.max };
  }

  #set({ min, max }: Range): void {
    const { min: first, max: last } = this.#whole;
    this.#plot.setScale("x", { min: Math.max(first, min), max: Math.min(last, max) });
  }
}
