import { PondError } from "../base/mod.ts";
import { type ConfigNode, type ConfigPath, descend, type Place } from "./node.ts";

/** What {@linkcode configFault} needs besides the problem. */
export interface FaultContext {
  /** Whose config it is: a factory's name. */
  readonly label?: string;
  /** The whole config; absent when its places aren't known. */
  readonly node?: ConfigNode | undefined;
  /** The place, where it isn't that of the node. */
  readonly place?: Place | null;
  /** Where within a text of several lines, from 1. */
  readonly text?: Place;
  /** The error under this one; its code and hint are kept. */
  readonly cause?: PondError;
}

/** The error for something wrong in a config: place first, then why, always with a hint. */
export function configFault(
  problem: { readonly at: ConfigPath; readonly why: string; readonly hint?: string },
  context: FaultContext,
): PondError {
  const { label, cause } = context;
  const place = context.place ?? placeOf(problem.at, context);
  const field = formatConfigPath(problem.at);
  const where = place ? ` line ${place.line}:${place.column}:` : "";
  const of = label === undefined ? "the config" : `the ${label} config`;
  const within = field === "" || problem.why.includes(field) ? "" : ` ${field}:`;
  return new PondError(
    cause?.code ?? "invalid-config",
    `cannot use ${of}:${where}${within} ${problem.why}`,
    {
      hint: problem.hint ?? cause?.hint ?? helpHint(label),
      data: { ...cause?.data, ...place, ...(field === "" ? {} : { field }) },
      ...(cause ? { cause } : {}),
    },
  );
}

/** `entries[0].config.source`. */
export function formatConfigPath(path: ConfigPath): string {
  return path.map((step, i) => typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)
    .join("");
}

function placeOf(path: ConfigPath, { node, text }: FaultContext): Place | null {
  if (!node) return null;
  const found = descend(node, path);
  if (!text || found.node.is !== "scalar") return found.place;
  const { textPlace } = found.node;
  if (!textPlace) return found.place;
  return { line: textPlace.line + text.line - 1, column: textPlace.column + text.column - 1 };
}

function helpHint(label: string | undefined): string {
  return `see \`pond factories ${label ?? "NAME"}\` for the fields and an example`;
}
