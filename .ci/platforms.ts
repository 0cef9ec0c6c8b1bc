/** Whether the executables in a directory are each for the platform that its name says. */
import { join } from "../lib/deps/std_path.ts";
import { executableName, type Target, TARGETS } from "./base_binaries.ts";

/** What a file begins with, and the machine at an offset from there or from where a PE header is. */
const MACHINES: Readonly<Record<Target, { magic: number; at: number; machine: number }>> = {
  "x86_64-unknown-linux-gnu": { magic: 0x464c457f, at: 18, machine: 0x3e },
  "aarch64-unknown-linux-gnu": { magic: 0x464c457f, at: 18, machine: 0xb7 },
  "x86_64-apple-darwin": { magic: 0xfeedfacf, at: 4, machine: 0x0007 },
  "aarch64-apple-darwin": { magic: 0xfeedfacf, at: 4, machine: 0x000c },
  "x86_64-pc-windows-msvc": { magic: 0x00905a4d, at: 4, machine: 0x8664 },
};

const [directory] = Deno.args;
if (directory === undefined) throw new Error("usage: platforms.ts DIRECTORY");
for (const target of Object.keys(TARGETS) as Target[]) {
  const path = join(directory, executableName(target));
  using file = await Deno.open(path);
  const head = new Uint8Array(4096);
  await file.read(head);
  const view = new DataView(head.buffer);
  const { magic, at, machine } = MACHINES[target];
  const start = target.includes("windows") ? view.getUint32(0x3c, true) : 0;
  const isRight = view.getUint32(0, true) === magic && view.getUint16(start + at, true) === machine;
  console.log(`${isRight ? "ok" : "FAILED"}: ${path}`);
  if (!isRight) Deno.exitCode = 1;
}
