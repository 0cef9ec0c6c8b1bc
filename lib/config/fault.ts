import { PondError } from "../base/mod.ts";
import { type ConfigNode, type ConfigPath, descend, type Position } from "./node.ts";

/** What {@linkcode configFault} needs besides the problem. */
export interface FaultContext {
  /** Whose config it is: a factory's name. */
  readonly label?: string;
  /** The whole config; absent when its positions aren't known. */
  readonly node?: ConfigNode | undefined;
  /** The position, where it isn't that of the node. */
  readonly position?: Position | null;
  /** Where within a text of several lines, from 1. */
  readonly text?: Position;
  /** The error under this one; its code and hint are kept. */
  readonly cause?: PondError;
}

/** The error for something wrong in a config: position first, then why, always with a hint. */
export function configFault(
  problem: { readonly at: ConfigPath; readonly why: string; readonly hint?: string },
  context: FaultContext,
): PondError {
  const { label, cause } = context;
  const position = context.position ?? positionOf(problem.at, context);
  const field = formatConfigPath(problem.at);
  const where = position ? ` line ${position.line}:${position.column}:` : "";
  const of = label === undefined ? "the config" : `the ${label} config`;
  const within = field === "" || problem.why.includes(field) ? "" : ` ${field}:`;
  return new PondError(
    cause?.code ?? "invalid-config",
    `cannot use ${of}:${where}${within} ${problem.why}`,
    {
      hint: problem.hint ?? cause?.hint ?? helpHint(label),
      data: { ...cause?.data, ...position, ...(field === "" ? {} : { field }) },
      ...(cause ? { cause } : {}),
    },
  );
}

/** `entries[0].config.source`. */
export function formatConfigPath(path: ConfigPath): string {
  return path.map((step, i) => typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)
    .join("");
}

function positionOf(path: ConfigPath, { node, text }: FaultContext): Position | null {
  if (!node) return null;
  const found = descend(node, path);
  if (!text || found.node.is !== "scalar") return found.position;
  const { textPosition } = found.node;
  if (!textPosition) return found.position;
  return { line: textPosition.line + text.line - 1, column: textPosition.column + text.column - 1 };
}

function helpHint(label: string | undefined): string {
  return `see \`pond factories ${label ?? "NAME"}\` for the fields and an example`;
}
