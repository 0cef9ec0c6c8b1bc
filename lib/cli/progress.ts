/** Draws one line of progress on a terminal. */
export interface Progress {
  /** `total` null: unknown. Cheap enough to be called for every chunk. */
  update(done: number, total: number | null): void;
  /** Removes the line. */
  clear(): void;
}

/** How a {@linkcode Progress} is made. */
export interface ProgressOptions {
  /** Draws nothing at all. */
  readonly silent: boolean;
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
  /** Called with each update, silent or not: work that blocks the event loop comes by here. */
  readonly onUpdate?: () => void;
}

const DELAY_MS = 500;
const INTERVAL_MS = 100;
const BAR = 24;

/**
 * A bar that shows up once the work has lasted half a second. Writing is synchronous: the engine
 * blocks the event loop.
 */
export function startProgress(label: string, options: ProgressOptions): Progress {
  const started = options.nowMs();
  let drawn = started + DELAY_MS - INTERVAL_MS;
  let visible = false;
  return {
    update(done, total) {
      options.onUpdate?.();
      if (options.silent) return;
      const now = options.nowMs();
      if (now - drawn < INTERVAL_MS) return;
      drawn = now;
      visible = true;
      options.write(`\r\x1b[K${lineOf(label, { done, total, ms: now - started })}`);
    },
    clear() {
      if (visible) options.write("\r\x1b[K");
      visible = false;
    },
  };
}

/** `1.5 MiB`: three digits are enough for a person. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

interface Standing {
  readonly done: number;
  readonly total: number | null;
  /** Since the work began. */
  readonly ms: number;
}

function lineOf(label: string, { done, total, ms }: Standing): string {
  const rate = done / Math.max(1, ms) * 1000;
  const pace = `${formatBytes(done)}, ${formatBytes(rate)}/s`;
  if (total === null || total <= 0) return `${label} ${pace}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = "#".repeat(filled) + ".".repeat(BAR - filled);
  const left = share === 1 || rate === 0 ? "" : `, ${secondsText((total - done) / rate)} left`;
  return `${label} [${bar}] ${Math.round(share * 100)}% ${pace}${left}`;
}

/** `45 s`, `3 min`, `2 h`: an estimate has no more digits than that. */
function secondsText(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  return seconds < 100 * 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
