import type { Heat } from "./chart.ts";

/** From little to much: the ends and turns of viridis, which is read with any sort of sight. */
const SCALE = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]] as const;

/** The least and the greatest value; null where there is none. */
export function heatRange({ values }: Heat): { least: number; greatest: number } | null {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? { least, greatest } : null;
}

/** The colour of a share between 0 and 1, as `#rrggbb`. */
export function heatColor(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (SCALE.length - 1);
  const low = Math.min(SCALE.length - 2, Math.floor(at));
  const hex = SCALE[low]!.map((from, i) => {
    const value = Math.round(from + (SCALE[low + 1]![i]! - from) * (at - low));
    return value.toString(16).padStart(2, "0");
  });
  return `#${hex.join("")}`;
}

/** Where `value` lies between the ends of `range`. */
export function heatShare(
  value: number,
  { least, greatest }: { readonly least: number; readonly greatest: number },
): number {
  return greatest === least ? 1 : (value - least) / (greatest - least);
}
