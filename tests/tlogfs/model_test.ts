import { isPondError } from "../../lib/base/mod.ts";
import { openDeltaTable } from "../../lib/delta/mod.ts";
import { type DirectoryNode, walkNodes } from "../../lib/tinyfs/mod.ts";
import { deltaOptions } from "../../lib/tlogfs/rows/delta_options.ts";
import { checkTlog, type TreeTransaction } from "../../lib/tlogfs/mod.ts";
import { assertEquals, fc } from "../deps.ts";
import { fixture, readBytes, tlogOptions, write } from "./fixture.ts";
import { Model, type Operation } from "./model.ts";

/** `POND_MODEL_RUNS=1000 deno test …` runs the long version; a failure prints its seed. */
const RUNS = Number(Deno.env.get("POND_MODEL_RUNS") ?? 40);

const path = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 });
const text = fc.oneof(fc.constant(""), fc.string({ maxLength: 4, unit: "grapheme-ascii" }));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ op: fc.constant("mkdir" as const), path }) },
  { weight: 6, arbitrary: fc.record({ op: fc.constant("write" as const), path, text }) },
  { weight: 5, arbitrary: fc.record({ op: fc.constant("move" as const), path, to: path }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("remove" as const), path }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant("removeAll" as const), path }) },
  { weight: 4, arbitrary: fc.constant<Operation>({ op: "commit" }) },
  { weight: 1, arbitrary: fc.constant<Operation>({ op: "abort" }) },
  { weight: 1, arbitrary: fc.constant<Operation>({ op: "reopen" }) },
  { weight: 2, arbitrary: fc.constant<Operation>({ op: "compact" }) },
  { weight: 2, arbitrary: fc.constant<Operation>({ op: "compact all" }) },
);

async function perform(transaction: TreeTransaction, operation: Operation): Promise<string> {
  try {
    if (operation.op === "mkdir") await transaction.makeDirectory(operation.path.join("/"));
    if (operation.op === "write") {
      await write(transaction, operation.path.join("/"), operation.text);
    }
    if (operation.op === "remove") await transaction.remove(operation.path.join("/"));
    if (operation.op === "removeAll") {
      await transaction.remove(operation.path.join("/"), { recursive: true });
    }
    if (operation.op === "move") {
      await transaction.move(operation.path.join("/"), operation.to.join("/"));
    }
    return "ok";
  } catch (error) {
    if (isPondError(error)) return error.code;
    throw error;
  }
}

/** Every path with the texts of all versions, as {@linkcode Model.tree} gives them. */
async function treeWithVersions(root: DirectoryNode): Promise<Record<string, string | null>> {
  const tree: Record<string, string | null> = {};
  const onProblem = (problem: Error) => {
    throw problem;
  };
  for await (const { path, node } of walkNodes(root, "/", { onProblem })) {
    tree[path] = null;
    if (node.kind === "directory" || node.kind === "symlink") continue;
    const texts = [];
    for (const { version } of await node.versions!()) {
      texts.push(new TextDecoder().decode(await readBytes(node, version)));
    }
    tree[path] = texts.join("|");
  }
  return tree;
}

async function check(operations: readonly Operation[]): Promise<void> {
  const { tlog: first, open, store, environment } = await fixture();
  const options = { ...tlogOptions(store), environment };
  // As old as can be: however few rows are superseded, they have a file of their own.
  const old = await openDeltaTable(store, { ...deltaOptions(options), fewestApart: 1 });
  let tlog = first;
  let committed = new Model();
  let model = committed.copy();
  let transaction = await tlog.begin({ argv: [] });
  for (const operation of [...operations, { op: "commit" } as const]) {
    if (!("path" in operation)) {
      const isKept = operation.op !== "abort" && operation.op !== "reopen";
      if (isKept) await transaction.commit();
      else await transaction.abort();
      if (operation.op === "compact") await old.compact();
      if (operation.op === "compact all") await old.compact({ full: true });
      if (operation.op === "reopen") tlog = await open();
      committed = isKept ? model : committed;
      model = committed.copy();
      assertEquals(await treeWithVersions((await tlog.snapshot()).root), committed.tree());
      transaction = await tlog.begin({ argv: [] });
    } else {
      const expected = model.apply(operation);
      assertEquals(await perform(transaction, operation), expected, JSON.stringify(operation));
      if (expected === "ok") {
        assertEquals(await treeWithVersions(transaction.root), model.tree());
      }
    }
  }
  const { nodes } = await tlog.stats();
  assertEquals(nodes, Object.keys(committed.tree()).length);
  assertEquals(await checkTlog(options), []);
}

Deno.test("a random sequence of operations gives what a map gives, versions and errors too", async () => {
  const sequences = fc.array(operation, { minLength: 10, maxLength: 40 });
  await fc.assert(fc.asyncProperty(sequences, check), { numRuns: RUNS, endOnFailure: false });
});
