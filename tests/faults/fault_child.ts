/**
 * Runs the command of its second argument on the pond in the directory of its first, and ends
 * before or after the operation of its third: by `exit`, with status 77, or by SIGKILL. Prints
 * `reported` when the command was done before that.
 */
import { faultyStore, type StoreOperation } from "../store/faulty.ts";
import { localStore } from "../../lib/store/mod.ts";
import { commandNamed, pondOptions } from "./scenarios.ts";

const [hostPath, name, at, when, how] = Deno.args;

function end(operation: StoreOperation): undefined {
  if (operation.index !== Number(at)) return undefined;
  if (how === "exit") Deno.exit(77);
  Deno.kill(Deno.pid, "SIGKILL");
  // The signal comes at once, but not before this process looks away.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}

const hooks = when === "before" ? { before: end } : { after: end };
await commandNamed(name!)(pondOptions(faultyStore(localStore(hostPath!), hooks), 0x5eed));
Deno.stdout.writeSync(new TextEncoder().encode("reported\n"));
