/**
 * What a filter on an expression says of the time in it: the hours of a day are in that day. The
 * engine pushes only comparisons of a column itself into a scan; here the text of the filters that
 * stand right above one is read, and monotone functions of its time are turned round.
 *
 * @module
 */
export { momentUs } from "./literals.ts";
export { type Implied, impliedTimes, intersection, type Tie } from "./implied_times.ts";
