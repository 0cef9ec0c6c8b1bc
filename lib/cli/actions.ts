import type { Call } from "./call.ts";
import { chosenFormat, type FORMAT_FLAGS } from "./format_flags.ts";
import { writeRecords } from "./records.ts";
import { factText } from "./text.ts";

const COLUMNS = [
  { name: "action", type: "string", nullable: false },
  { name: "kind", type: "string", nullable: false },
  { name: "path", type: "string", nullable: false },
] as const;

/** What became of some paths: a line each, or rows in a format of choice. */
export async function writeActions(
  call: Call<typeof FORMAT_FLAGS>,
  actions: readonly { readonly action: string; readonly kind: string; readonly path: string }[],
): Promise<void> {
  const format = chosenFormat(call.options);
  if (format !== undefined) {
    const rows = actions.map((each) => ({ ...each }));
    return await writeRecords(call, { columns: COLUMNS, rows }, format);
  }
  for (const { action, path } of actions) {
    await call.output.write(`${action.padEnd(9)}  ${factText(path)}\n`);
  }
}
