import { PondError } from "../../base/mod.ts";
import { writeActions } from "../actions.ts";
import { defineCommand } from "../command.ts";
import { FORMAT_FLAGS } from "../format_flags.ts";
import { commandLine } from "../text.ts";
import { WAIT_FLAG } from "../wait_flag.ts";

export const undo = defineCommand({
  name: "undo",
  summary: "takes one transaction back",
  details: [
    "A new transaction that does the opposite; `pond undo` once more does it again. Refused where later\n" +
    "transactions stand on it: undo those first, or restore what matters.",
  ],
  positionals: [{
    name: "TRANSACTION",
    help: "its number in `pond log`; default the newest that changed the tree",
    optional: true,
  }],
  flags: { ...WAIT_FLAG, ...FORMAT_FLAGS },
  examples: [
    { words: "pond undo", help: "what was done last" },
    { words: "pond undo 17", help: "what transaction 17 did" },
  ],
  async run(call) {
    const { undoCommand } = await import("../../commands/mod.ts");
    const { transaction, undone, changes } = await undoCommand(await call.pond(), {
      argv: call.argv,
      transaction: transactionOf(call.positionals[0]),
    });
    await writeActions(call, changes);
    call.done(`undid transaction ${transaction}: ${commandLine(undone)}`);
  },
});

function transactionOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw new PondError("usage", `cannot undo ${word}: that is no transaction's number`, {
    hint: "`pond log` shows numbers first on each line",
  });
}
