import type { TimeZone } from "../base/mod.ts";
import { niceStep, type Tick } from "./number_ticks.ts";

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTH = 30.44 * DAY;
const YEAR = 365.25 * DAY;

/** Steps of fixed length between which a clock is read, in microseconds. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7].map((n) => n * DAY),
];

const MONTH_STEPS = [1, 3, 6];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The step after this share of an even one is round enough: between a day and a week lies only one.
 */
const LEAST_SHARE = 0.7;

/** 1970-01-05 was the first Monday. */
const MONDAY = 4 * DAY;

/**
 * Round moments in `from` … `to` (microseconds UTC), some `count` of them. A label says what is
 * new: the clock, at midnight the day, at New Year the year.
 */
export function timeTicks(from: number, to: number, count: number): Tick[] {
  // Far from 1970 neighbouring moments aren't told apart, and counting them would not get on.
  const smallest = Math.max(1, 2 ** -52 * Math.max(Math.abs(from), Math.abs(to)));
  const target = Math.max(smallest, LEAST_SHARE * (to - from) / Math.max(1, count));
  if (target < SECOND) return evenTicks(from, to, niceStep(target));
  const step = STEPS.find((each) => each >= target);
  if (step !== undefined) return evenTicks(from, to, step);
  const months = MONTH_STEPS.find((each) => each * MONTH >= target);
  return monthTicks(from, to, months ?? 12 * niceStep(Math.max(1, target / YEAR)));
}

/** As {@linkcode timeTicks}, round in the local time of `zone`. */
export function zonedTicks(
  from: number,
  to: number,
  { count, zone }: { readonly count: number; readonly zone: TimeZone },
): Tick[] {
  const ticks: Tick[] = [];
  for (const { at: local, label } of timeTicks(localOf(from, zone), localOf(to, zone), count)) {
    const seconds = Math.floor(local / SECOND);
    const at = zone.utcOfLocal(seconds) * SECOND + (local - seconds * SECOND);
    // Of the times that clocks pass over when they are put forward each has a neighbour at the same
    // moment.
    const isNew = ticks.length === 0 || at > ticks.at(-1)!.at;
    if (isNew && at >= from && at <= to) ticks.push({ at, label });
  }
  return ticks;
}

/** What clocks of `zone` show, in microseconds. */
function localOf(timeUs: number, zone: TimeZone): number {
  const offset = zone.offsetAtUtc(Math.floor(timeUs / SECOND));
  return timeUs + offset * SECOND;
}

/** A moment for the ends of an axis: as much of ISO 8601 as its step to the next one needs. */
export function momentText(timeUs: number, spanUs: number, zone?: TimeZone): string {
  if (zone && dateOf(timeUs)) return momentText(localOf(timeUs, zone), spanUs);
  const text = dateOf(timeUs)?.toISOString().replace("T", " ").replace("Z", "");
  if (text === undefined) return `${timeUs} µs`;
  if (spanUs >= 3 * DAY) return text.replace(/ .*/, "");
  return spanUs >= HOUR ? text.slice(0, -7) : spanUs >= SECOND ? text.slice(0, -4) : text;
}

function evenTicks(from: number, to: number, step: number): Tick[] {
  const origin = step === 7 * DAY ? MONDAY : 0;
  const last = Math.floor((to - origin) / step);
  const ticks: Tick[] = [];
  for (let i = Math.ceil((from - origin) / step); i <= last; i++) {
    const at = origin + i * step;
    // Far from 1970 the product is rounded.
    if (at >= from && at <= to) ticks.push({ at, label: evenLabel(at, step) });
  }
  return ticks;
}

function evenLabel(at: number, step: number): string {
  const date = dateOf(at);
  if (!date) return String(at);
  if (at % DAY === 0) return dayLabel(date);
  const clock = date.toISOString().slice(11, 19);
  if (step >= MINUTE) return clock.slice(0, 5);
  if (step >= SECOND) return clock;
  const fraction = String(((at % SECOND) + SECOND) % SECOND).padStart(6, "0");
  return `${clock}.${fraction.slice(0, step >= 1000 ? 3 : 6)}`;
}

function dayLabel(date: Date): string {
  if (date.getUTCMonth() === 0 && date.getUTCDate() === 1) return String(date.getUTCFullYear());
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}`;
}

/** The first of every so many months; years are counted from the year 0. */
function monthTicks(from: number, to: number, step: number): Tick[] {
  const [start, end] = [dateOf(from), dateOf(to)];
  if (!start || !end) return [];
  const monthOf = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
  const ticks: Tick[] = [];
  for (let month = Math.floor(monthOf(start) / step) * step; month <= monthOf(end); month += step) {
    const at = firstOf(month);
    if (at < from || at > to) continue;
    const year = String(Math.floor(month / 12));
    ticks.push({ at, label: month % 12 === 0 ? year : MONTHS[((month % 12) + 12) % 12]! });
  }
  return ticks;
}

function firstOf(month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return date.getTime() * 1000;
}

/** Undefined outside of what a `Date` can hold, some 270,000 years around 1970. */
function dateOf(timeUs: number): Date | undefined {
  const date = new Date(Math.floor(timeUs / 1000));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
