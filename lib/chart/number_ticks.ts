/** Marks along an axis. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Of a step: what a quotient may be off by rounding. */
const SLACK = 1e-9;

/** Values that a person counts in: 1, 2 or 5 times a power of ten, at least as great as `value`. */
export function niceStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 5, 10].find((each) => each * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/**
 * Some `count` steps between round values that hold `from` … `to`: an axis with a mark at each end.
 */
export function roundAxis(
  from: number,
  to: number,
  count: number,
): { from: number; to: number; ticks: Tick[] } {
  const step = stepOf(from, to, count);
  const first = Math.floor(from / step + SLACK);
  const last = Math.max(first + 1, Math.ceil(to / step - SLACK));
  return { from: first * step, to: last * step, ticks: multiples(step, first, last) };
}

/** Round values in `from` … `to`, some `count` of them. */
export function numberTicks(from: number, to: number, count: number): Tick[] {
  const step = stepOf(from, to, count);
  return multiples(step, Math.ceil(from / step - SLACK), Math.floor(to / step + SLACK));
}

function multiples(step: number, first: number, last: number): Tick[] {
  const write = numberWriter(step, Math.max(Math.abs(first), Math.abs(last)) * step);
  // Minus zero would be written with its sign.
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step || 0)
    .map((at) => ({ at, label: write(at) }));
}

/** Never so small that neighbours would be the same number. */
function stepOf(from: number, to: number, count: number): number {
  const smallest = Math.max(Math.abs(from), Math.abs(to)) * 2 ** -46;
  return niceStep(Math.max((to - from) / Math.max(1, count), smallest, 1e-300));
}

const SUFFIXES = [[1e12, "T"], [1e9, "G"], [1e6, "M"]] as const;

/** All labels of an axis alike: as many decimals as the step needs, and one unit. */
function numberWriter(step: number, greatest: number): (value: number) => string {
  if (greatest >= 1e15 || (greatest > 0 && greatest < 1e-3)) {
    const digits = Math.max(0, Math.floor(Math.log10(greatest)) - Math.floor(Math.log10(step)));
    return (value) => value === 0 ? "0" : value.toExponential(Math.min(digits, 15));
  }
  const [unit, suffix] = SUFFIXES.find(([size]) => greatest >= size) ?? [1, ""];
  const decimals = Math.min(20, Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)));
  return (value) => value === 0 ? "0" : `${(value / unit).toFixed(decimals)}${suffix}`;
}

/** Decades from the one that `from` is in to the one that `to` is in; few of them are marked at 2 and 5, too. */
export function logAxis(from: number, to: number): { from: number; to: number; ticks: Tick[] } {
  const first = Math.floor(Math.log10(from) + SLACK);
  const last = Math.max(first + 1, Math.ceil(Math.log10(to) - SLACK));
  const factors = last - first <= 2 ? [1, 2, 5] : [1];
  const every = Math.ceil((last - first) / 8);
  const ticks: Tick[] = [];
  for (let power = first; power <= last; power += every) {
    for (const factor of power === last ? [1] : factors) {
      // As text, so that a tenth is exactly that.
      const at = Number(`${factor}e${power}`);
      ticks.push({ at, label: power >= -3 && power <= 6 ? String(at) : at.toExponential() });
    }
  }
  return { from: Number(`1e${first}`), to: Number(`1e${last}`), ticks };
}
