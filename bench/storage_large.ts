/** Large contents: how fast they come in, and how much memory that takes. */
import { initPond } from "../lib/pond/pond.ts";
import { programWords } from "../tests/program.ts";
import { median, runProcess } from "./measure.ts";
import { copyIn, secondsOf, type StorageOutcome } from "./storage_support.ts";

const GIB = 1024 ** 3;
const ROUNDS = 3;
/** A process that has the program loaded takes about half of this. */
const MEMORY_BYTES = 400e6;

/** One gigabyte copied in, against the same copied by the system's `cp` and made durable. */
export async function* throughput(directory: string): AsyncGenerator<StorageOutcome> {
  const source = `${directory}/source`;
  await writeNoise(source, GIB);
  const hostPath = `${directory}/pond`;
  await using pond = await initPond(hostPath);
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await secondsOf(() => copyDurably(source, `${directory}/copy`)));
    await Deno.remove(`${directory}/copy`);
    ours.push(
      await secondsOf(() => copyIn(pond, `/large_${round}`, { sources: [`host:${source}`] })),
    );
    for await (const { name } of Deno.readDir(`${hostPath}/blobs`)) {
      await Deno.remove(`${hostPath}/blobs/${name}`, { recursive: true });
    }
  }
  yield {
    work: "copy of 1 GiB into a pond : cp and fsync",
    value: median(ours),
    unit: "s",
    bound: { of: median(theirs), atMost: 2 },
  };
}

async function copyDurably(from: string, to: string): Promise<void> {
  const { success } = await new Deno.Command("cp", { args: [from, to] }).output();
  if (!success) throw new Error("cp failed");
  using file = await Deno.open(to, { read: true, write: true });
  await file.sync();
}

/** The program's memory while it copies two gigabytes in and reads them back. */
export async function* largeBlob(directory: string): AsyncGenerator<StorageOutcome> {
  await writeNoise(`${directory}/source`, 2 * GIB);
  const inProcess = { program: programWords(), cwd: directory };
  await runProcess(["init", "pond"], inProcess);
  const pond = ["--pond", "pond"];
  const commands = [
    [...pond, "copy", "host:source", "/large"],
    [...pond, "copy", "/large", "host:back"],
  ];
  for (const [index, words] of commands.entries()) {
    const { seconds, peakBytes } = await runProcess(words, inProcess);
    const what = `2 GiB ${index === 0 ? "in" : "out"}`;
    yield { work: what, value: seconds, unit: "s" };
    yield {
      work: `${what}: memory`,
      value: peakBytes / 1e6,
      unit: "MB",
      bound: { of: MEMORY_BYTES / 1e6, atMost: 1 },
    };
  }
}

/** Bytes that don't compress; a few megabytes of them again and again. */
async function writeNoise(hostPath: string, bytes: number): Promise<void> {
  const chunk = new Uint8Array(4 << 20);
  for (let at = 0; at < chunk.length; at += 65_536) {
    crypto.getRandomValues(chunk.subarray(at, at + 65_536));
  }
  using file = await Deno.open(hostPath, { write: true, create: true });
  for (let done = 0; done < bytes; done += chunk.length) {
    new DataView(chunk.buffer).setUint32(0, done / chunk.length);
    await file.write(chunk);
  }
  await file.sync();
}
