import { PondError, ROOT_ID } from "../../base/mod.ts";
import { formatPath, parsePath } from "../../paths/mod.ts";
import { type InventoryNode, isNewer, type OplogRow, withdrawnOf } from "../rows/mod.ts";
import {
  idAt,
  idsBelow,
  isPresent,
  makeAsBefore,
  recompose,
  type TakingBack,
  writeAgain,
} from "./take_back.ts";
import type { Target } from "./target.ts";
import { present } from "./transaction_rules.ts";

/** See {@linkcode TreeTransaction.restore}. */
export async function restore(
  context: TakingBack,
  asked: string,
  transaction: number,
): Promise<void> {
  const { now } = context;
  const then = now.at(transaction);
  const components = parsePath(asked);
  const path = formatPath(components);
  const id = idAt(then, path);
  if (id === undefined) {
    throw new PondError(
      "not-found",
      `cannot restore ${path}: nothing was there after transaction ${transaction}`,
      { hint: `\`pond log ${path}\` shows what happened to it`, data: { path, transaction } },
    );
  }
  const ids = idsBelow(then, id);
  const there = idAt(now, path);
  if (there !== undefined) { for (const each of idsBelow(now, there)) ids.add(each); }
  // Directories on the way that are gone come back too, without what else they held.
  for (let length = components.length - 1; length > 0; length--) {
    const above = idAt(then, formatPath(components.slice(0, length)));
    if (above !== undefined && !isPresent(now, above)) ids.add(above);
  }
  ids.delete(ROOT_ID);
  await makeAsBefore({ ...context, then }, ids);
}

/** See {@linkcode TreeTransaction.restoreVersion}. */
export async function restoreVersion(
  context: TakingBack,
  target: Target,
  version: number,
): Promise<void> {
  const { path } = target;
  const { row, history } = versionOf(context, target, { version, doing: "restore" });
  if (!isStoredSeries(row)) {
    if (version === history.versions.at(-1)!.version) return;
    context.touched.place(target);
    return await writeAgain(context, { row, path });
  }
  if (!history.withdrawn.has(version)) {
    throw new PondError(
      "invalid-input",
      `cannot restore version ${version} of ${path}: it is part of the series`,
      { hint: "`pond restore --at T` makes the series what it was at a moment" },
    );
  }
  const withdrawn = new Set(history.withdrawn);
  withdrawn.delete(version);
  context.touched.place(target);
  await recompose(context, { row, path, withdrawn });
}

/** See {@linkcode TreeTransaction.withdraw}. */
export async function withdraw(
  context: TakingBack,
  target: Target,
  versions: readonly number[],
): Promise<void> {
  const { path } = target;
  const found = present(target, "remove from");
  if (!isStoredSeries(found)) {
    throw new PondError(
      "invalid-input",
      `cannot remove version ${
        versions[0]
      } of ${path}: only a stored series is made of its versions`,
      { hint: `\`pond restore --version N ${path}\` makes an older version the newest` },
    );
  }
  const chosen = versions.map((version) =>
    versionOf(context, target, { version, doing: "remove" })
  );
  const [first] = chosen;
  if (!first) return;
  const { row, history } = first;
  const withdrawn = new Set([...history.withdrawn, ...versions]);
  if (withdrawn.size === history.withdrawn.size) return;
  context.touched.place(target);
  await recompose(context, { row, path, withdrawn });
}

/** See {@linkcode TreeTransaction.undo}. */
export async function undo(context: TakingBack, transaction: number): Promise<void> {
  const { now } = context;
  const ids = new Set<string>();
  for (const [id, { rows }] of now.nodes) {
    if (rows.some((row) => row.txnSeq === transaction)) ids.add(id);
  }
  if (transaction < 1 || ids.size === 0) {
    throw new PondError(
      "invalid-input",
      `cannot undo transaction ${transaction}: it changed nothing in the tree`,
      { hint: "`pond log` lists what can be undone" },
    );
  }
  const then = now.at(transaction - 1);
  for (const id of ids) {
    const { newest } = now.nodes.get(id)!;
    if (isChangedSince(now.nodes.get(id)!, transaction)) {
      throw standsOn(transaction, now.pathOf(id), newest.txnSeq);
    }
    if (isPresent(then, id) || newest.kind !== "directory") continue;
    for (const below of idsBelow(now, id)) {
      if (ids.has(below)) continue;
      throw standsOn(transaction, now.pathOf(below), now.nodes.get(below)!.newest.txnSeq);
    }
  }
  await makeAsBefore({ ...context, then }, ids);
}

/** Whether the node is another than after the transaction; maintenance states a version again as it was. */
function isChangedSince({ newest, rows }: InventoryNode, transaction: number): boolean {
  if (newest.txnSeq === transaction) return false;
  const own = rows.filter((row) => row.txnSeq === transaction)
    .reduce((a, b) => isNewer(b, a) ? b : a);
  const state = (row: OplogRow) =>
    JSON.stringify([row.deleted, row.version, row.partId, row.name, withdrawnOf(row)]);
  return state(own) !== state(newest);
}

function standsOn(transaction: number, path: string, later: number): PondError {
  return new PondError(
    "invalid-input",
    `cannot undo transaction ${transaction}: transaction ${later} changed ${path} after it`,
    {
      hint: `undo ${later} first, or \`pond restore ${path} --at ${transaction - 1}\``,
      data: { path, transaction: later },
    },
  );
}

function versionOf(
  { now }: TakingBack,
  target: Target,
  { version, doing }: { readonly version: number; readonly doing: string },
) {
  const { nodeId } = present(target, doing);
  const { history } = now.nodes.get(nodeId)!;
  const row = history.versions.find((each) => each.version === version);
  if (row) return { row, history };
  throw new PondError(
    "not-found",
    `cannot ${doing} version ${version} of ${target.path}: there is none`,
    { hint: `\`pond show ${target.path}\` lists its versions` },
  );
}

function isStoredSeries({ kind, factory }: OplogRow): boolean {
  return kind === "series" && factory === null;
}
