import type { TimeBounds, TimeRange } from "../../table/mod.ts";

/** Rows whose times lie within bounds, as if evenly. */
export interface Piece {
  readonly rows: number;
  readonly bounds: TimeBounds;
}

/** How many rows windows are to hold. */
export interface WindowSizes {
  /** The first one, so that the first row comes soon; each next one holds twice as many, up to `most`. */
  readonly first: number;
  readonly most: number;
}

interface Event {
  /** Microseconds since the beginning of all. */
  readonly at: number;
  /** Rows of a piece that begins, has all its times here, or ends. */
  readonly starts: number;
  readonly slope: number;
}

/**
 * Consecutive ranges that hold every time, each about as many rows as `sizes` say. They are cut
 * where pieces begin, if that is near enough, so that sorted files that follow each other are read
 * once; inside of pieces that overlap more than that.
 */
export function planWindows(pieces: readonly Piece[], sizes: WindowSizes): TimeRange[] {
  if (pieces.length === 0) return [{ startUs: null, endUs: null }];
  const origin = pieces.reduce(
    (least, { bounds }) => bounds.minUs < least ? bounds.minUs : least,
    pieces[0]!.bounds.minUs,
  );
  const cuts = cutsIn(eventsOf(pieces, origin), sizes)
    .map((at) => origin + BigInt(Math.floor(at)))
    .filter((cut, i, all) => cut > origin && (i === 0 || cut > all[i - 1]!));
  return [null, ...cuts].map((startUs, i) => ({ startUs, endUs: cuts[i] ?? null }));
}

function eventsOf(pieces: readonly Piece[], origin: bigint): Event[] {
  const events = pieces.flatMap(({ rows, bounds }): Event[] => {
    const start = Number(bounds.minUs - origin);
    const end = Number(bounds.maxUs - origin);
    if (end <= start) return [{ at: start, starts: rows, slope: 0 }];
    const slope = rows / (end - start);
    return [{ at: start, starts: 0, slope }, { at: end, starts: 0, slope: -slope }];
  });
  return events.sort((a, b) => a.at - b.at);
}

function cutsIn(events: readonly Event[], { first, most }: WindowSizes): number[] {
  const cuts: number[] = [];
  let target = Math.min(first, most);
  let rows = 0;
  let slope = 0;
  let at = 0;
  /** The last place where a piece begins and enough rows lie before it. */
  let begin: { at: number; rows: number } | null = null;
  const cut = (where: { at: number; rows: number }) => {
    cuts.push(where.at);
    rows -= where.rows;
    begin = null;
    target = Math.min(target * 2, most);
  };
  for (const event of events) {
    for (let rest = event.at - at; slope > 0 && rows + slope * rest > target;) {
      if (begin !== null) cut(begin);
      else {
        const step = Math.max(1, (target - rows) / slope);
        if (step >= rest) break;
        at += step;
        rows += step * slope;
        rest -= step;
        cut({ at, rows });
      }
    }
    rows += slope * (event.at - at);
    at = event.at;
    slope = Math.max(0, slope + event.slope);
    if (event.slope < 0) continue;
    if (rows >= target / 2 && at > (cuts.at(-1) ?? 0)) begin = { at, rows };
    rows += event.starts;
    if (rows > target && begin !== null && event.starts > 0) cut(begin);
  }
  return cuts;
}
