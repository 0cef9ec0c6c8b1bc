import { PondError, sha256 } from "../base/mod.ts";

/** The actions of a commit file, as Delta names them. */
export interface Actions {
  readonly commitInfo?: Readonly<Record<string, unknown>>;
  readonly protocol?: ProtocolAction;
  readonly metaData?: MetaDataAction;
  readonly adds: readonly AddAction[];
  readonly removes: readonly RemoveAction[];
  readonly txns: readonly TxnAction[];
}

/** Delta's `protocol`. */
export interface ProtocolAction {
  readonly minReaderVersion: number;
  readonly minWriterVersion: number;
  readonly readerFeatures?: readonly string[];
  readonly writerFeatures?: readonly string[];
}

/** Delta's `metaData`. */
export interface MetaDataAction {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly format: { readonly provider: string; readonly options: Record<string, string> };
  readonly schemaString: string;
  readonly partitionColumns: readonly string[];
  readonly configuration: Readonly<Record<string, string>>;
  readonly createdTime?: number;
}

/** Delta's `add`. */
export interface AddAction {
  readonly path: string;
  readonly partitionValues: Readonly<Record<string, string | null>>;
  readonly size: number;
  readonly modificationTime: number;
  readonly dataChange: boolean;
  readonly stats?: string;
  readonly tags?: Readonly<Record<string, string | null>>;
}

/** Delta's `remove`. */
export interface RemoveAction {
  readonly path: string;
  readonly deletionTimestamp?: number;
  readonly dataChange: boolean;
  readonly extendedFileMetadata?: boolean;
  readonly partitionValues?: Readonly<Record<string, string | null>>;
  readonly size?: number;
}

/** Delta's `txn`. */
export interface TxnAction {
  readonly appId: string;
  readonly version: number;
  readonly lastUpdated?: number;
}

/** A commit file was cut off: it is empty, is the first piece of a commit, or was never filled. */
export class TornCommit extends Error {}

const CHECKSUM = /"checksum":"([0-9a-f]{64})"/;
const UNSET = "0".repeat(64);

/**
 * The text of a commit: one action a line, `commitInfo` first and `txn` last, sealed with a
 * checksum.
 */
export function formatCommit(actions: Actions): string {
  const lines = [
    // The checksum comes first: no other text can be taken for it.
    { commitInfo: { checksum: UNSET, ...actions.commitInfo } },
    ...(actions.protocol ? [{ protocol: actions.protocol }] : []),
    ...(actions.metaData ? [{ metaData: actions.metaData }] : []),
    ...actions.removes.map((remove) => ({ remove })),
    ...actions.adds.map((add) => ({ add })),
    ...actions.txns.map((txn) => ({ txn })),
  ];
  const text = lines.map((line) => JSON.stringify(line) + "\n").join("");
  return text.replace(UNSET, sha256(text));
}

/**
 * The actions of a commit file.
 * @throws {TornCommit} when it is a piece of a commit
 * @throws {PondError} `corrupt` when it is whole and damaged
 */
export function parseCommit(bytes: Uint8Array, name: string): Actions {
  const text = new TextDecoder().decode(bytes);
  // What a disk never filled is more than one NUL, or the end; a single one is a damaged character.
  if (text === "" || /\0(\0|$)/.test(text)) throw new TornCommit(`${name} is empty`);
  const isCut = !text.endsWith("\n") && isPiece(text);
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const actions = {
    adds: [] as AddAction[],
    removes: [] as RemoveAction[],
    txns: [] as TxnAction[],
  };
  const single: { -readonly [key in "commitInfo" | "protocol" | "metaData"]?: Actions[key] } = {};
  for (const line of lines) {
    const action = parseLine(line, { name, isCut });
    if (action.add) actions.adds.push(known(action.add, ADD_MEMBERS));
    else if (action.remove) actions.removes.push(known(action.remove, REMOVE_MEMBERS));
    else if (action.txn) actions.txns.push(known(action.txn, TXN_MEMBERS));
    else if (action.commitInfo) single.commitInfo = action.commitInfo;
    else if (action.protocol) single.protocol = known(action.protocol, PROTOCOL_MEMBERS);
    else if (action.metaData) single.metaData = known(action.metaData, METADATA_MEMBERS);
    // Anything else is an action that readers without its feature have to ignore (cdc,
    // domainMetadata).
  }
  checkSeal(text, single.commitInfo, name);
  return { ...actions, ...single };
}

/**
 * Members of actions that mean something without a feature that this build would refuse. Other
 * writers add members of such features, null mostly; a checkpoint wouldn't hold them.
 */
const ADD_MEMBERS = [
  "path",
  "partitionValues",
  "size",
  "modificationTime",
  "dataChange",
  "stats",
  "tags",
] as const;
const REMOVE_MEMBERS = [
  "path",
  "deletionTimestamp",
  "dataChange",
  "extendedFileMetadata",
  "partitionValues",
  "size",
] as const;
const TXN_MEMBERS = ["appId", "version", "lastUpdated"] as const;
const PROTOCOL_MEMBERS = [
  "minReaderVersion",
  "minWriterVersion",
  "readerFeatures",
  "writerFeatures",
] as const;
const METADATA_MEMBERS = [
  "id",
  "name",
  "description",
  "format",
  "schemaString",
  "partitionColumns",
  "configuration",
  "createdTime",
] as const;

/** An action with those members alone, and without those that are null. */
function known<T extends object>(action: T, members: readonly (keyof T & string)[]): T {
  const entries = members.map((member) => [member, action[member]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value != null)) as T;
}

interface Line {
  add?: AddAction;
  remove?: RemoveAction;
  txn?: TxnAction;
  commitInfo?: Record<string, unknown>;
  protocol?: ProtocolAction;
  metaData?: MetaDataAction;
}

function parseLine(line: string, commit: { name: string; isCut: boolean }): Line {
  try {
    const action = JSON.parse(line);
    if (typeof action === "object" && action !== null) return action;
  } catch (cause) {
    if (commit.isCut) throw new TornCommit(`${commit.name} ends in the middle of a line`);
    throw damagedCommit(commit.name, "a line of it is no JSON", cause);
  }
  throw damagedCommit(commit.name, "a line of it is no action");
}

/**
 * Pond's own commits are sealed; one of them without its end or its checksum is not what was
 * written.
 */
function checkSeal(
  text: string,
  commitInfo: Readonly<Record<string, unknown>> | undefined,
  name: string,
): void {
  const checksum = CHECKSUM.exec(text)?.[1];
  const isOurs = checksum !== undefined || String(commitInfo?.engineInfo ?? "").startsWith("pond");
  if (!isOurs) return;
  const isWhole = text.endsWith("\n") && checksum !== undefined &&
    sha256(text.replace(checksum, UNSET)) === checksum;
  if (isWhole) return;
  if (isPiece(text)) throw new TornCommit(`${name} lacks its end`);
  throw damagedCommit(name, "it doesn't match its checksum");
}

/**
 * Whether the text ends before one of pond's commits does, whose last line is `txn`: only such a
 * commit counts as not made. One that is damaged in its last line, be it in the very last
 * character, was made, and nobody may read on without it.
 */
function isPiece(text: string): boolean {
  const lines = text.split("\n");
  const rest = lines.pop()!;
  if (rest !== "") return !/^\{"txn":.*\}\}.$/s.test(rest);
  return /^\{"(commitInfo|protocol|metaData|remove|add)":/.test(lines.at(-1) ?? "");
}

function damagedCommit(name: string, why: string, cause?: unknown): PondError {
  return new PondError("corrupt", `cannot read commit ${name}: ${why}`, {
    hint: "pond fsck reports what else is damaged",
    data: { name },
    cause,
  });
}
