import { isPondError } from "../../lib/base/mod.ts";
import { formatCommit, parseCommit, TornCommit } from "../../lib/delta/commit_file.ts";
import { assertEquals } from "../deps.ts";

const remove = { path: "part-1", dataChange: false, size: 3, deletionTimestamp: 1 };
const add = {
  path: "part-2",
  partitionValues: {},
  size: 3,
  modificationTime: 1,
  dataChange: false,
  stats: '{"numRecords":1}',
};
const bytes = new TextEncoder().encode(formatCommit({
  // Characters that one flipped bit makes a NUL or the end of a line.
  commitInfo: { operation: "WRITE", argv: ["copy", "a @ * J b"], engineInfo: "pond/1" },
  removes: [remove],
  adds: [add],
  txns: [{ appId: "pond:0", version: 7, lastUpdated: 1 }],
}));

function outcome(commit: Uint8Array): string {
  try {
    parseCommit(commit, "7.json");
    return "whole";
  } catch (error) {
    if (error instanceof TornCommit) return "torn";
    if (isPondError(error, "corrupt")) return "corrupt";
    throw error;
  }
}

Deno.test("parseCommit: every first piece of a commit is torn, whatever of the rest was never filled", () => {
  assertEquals(outcome(bytes), "whole");
  for (let length = 0; length < bytes.length; length++) {
    const piece = bytes.slice(0, length);
    assertEquals(outcome(piece), "torn", `${length} bytes`);
    const unfilled = new Uint8Array(bytes.length);
    unfilled.set(piece);
    assertEquals(outcome(unfilled), "torn", `${length} bytes and NULs`);
  }
});

Deno.test("parseCommit: a commit with any bit flipped is damaged, never taken for one that was not made", () => {
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    assertEquals(outcome(flipped), "corrupt", `bit ${bit & 7} of byte ${bit >> 3}`);
  }
});
