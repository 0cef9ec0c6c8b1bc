import {
  beginUnfinished,
  checkLimits,
  endUnfinished,
  toPondError,
  untilLimit,
} from "../base/mod.ts";
import { basename, dirname, join } from "../deps/std_path.ts";
import { changedError } from "../table/mod.ts";

const CHUNK_BYTES = 1024 * 1024;

/**
 * The bytes of a host file that a person named: a link is followed, a FIFO is read to its end. All
 * chunks are read into one buffer, so each is good only until the next is asked for.
 * @throws {PondError} `not-found`, `is-a-directory`, `permission`, `io`; `conflict` for a file that
 *   somebody writes to meanwhile
 */
export async function* readHostFile(hostPath: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const doing = `cannot read host:${hostPath}`;
  const file = await Deno.open(hostPath).catch((error) => {
    throw toPondError(error, doing);
  });
  try {
    const before = await file.stat();
    const { isFile } = before;
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (;;) {
      checkLimits();
      // A file's bytes are at hand, sooner than the event loop comes round; whoever writes a FIFO
      // may take its time.
      const count = isFile ? file.readSync(buffer) : await untilLimit(file.read(buffer));
      if (isFile && isChanged(before, file.statSync())) throw changedError(`host:${hostPath}`);
      if (count === null) return;
      yield buffer.subarray(0, count);
    }
  } catch (error) {
    throw toPondError(error, doing);
  } finally {
    file.close();
  }
}

/** Whether two looks at a file differ in what every write changes. */
export function isChanged(a: Deno.FileInfo, b: Deno.FileInfo): boolean {
  return a.size !== b.size || a.mtime?.getTime() !== b.mtime?.getTime() ||
    a.ctime?.getTime() !== b.ctime?.getTime();
}

/**
 * Facts of a host path that a person named, links followed.
 * @throws {PondError} `not-found`, `permission`
 */
export async function statHost(hostPath: string): Promise<Deno.FileInfo> {
  try {
    return await Deno.stat(hostPath);
  } catch (error) {
    throw toPondError(error, `cannot read host:${hostPath}`);
  }
}

/** Whether something is at `hostPath`, as far as that may be looked at without asking anybody. */
export async function isHostFile(hostPath: string): Promise<boolean> {
  if (hostPath === "" || hostPath.includes("\0")) return false;
  const { state } = await Deno.permissions.query({ name: "read", path: hostPath });
  if (state !== "granted") return false;
  // Whatever it is that can't be looked at, there is nothing to say about it.
  return await Deno.stat(hostPath).then(() => true, () => false);
}

/** Whether a directory (or a link to one) is at `hostPath`. */
export async function isHostDirectory(hostPath: string): Promise<boolean> {
  const { state } = await Deno.permissions.query({ name: "read", path: hostPath });
  // Without read permission writing itself shows what is there.
  if (state !== "granted") return false;
  try {
    return (await Deno.stat(hostPath)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw toPondError(error, `cannot write host:${hostPath}`);
  }
}

/**
 * Writes a host file. Where it can be done, the file appears whole or not at all: it is written
 * under another name and renamed; devices, FIFOs, links, and places where only this one name may be
 * written, are written straight.
 * @throws {PondError} `not-found` for its directory, `is-a-directory`, `permission`, `no-space`,
 *   `io`; what `chunks` throws
 */
export async function writeHostFile(
  hostPath: string,
  chunks: AsyncIterable<Uint8Array>,
  { sync = false }: { readonly sync?: boolean } = {},
): Promise<void> {
  const temporary = join(
    dirname(hostPath),
    `.${basename(hostPath).slice(0, 80)}.${crypto.randomUUID()}`,
  );
  if (!(await mayReplace(hostPath, temporary))) {
    return await writeStraight(hostPath, chunks, { create: true, truncate: true, sync });
  }
  await beginUnfinished(temporary);
  try {
    await writeStraight(temporary, chunks, { createNew: true, called: hostPath, sync });
    await renameHost(temporary, hostPath);
  } catch (error) {
    // Absence of the temporary file is what is wanted.
    await Deno.remove(temporary).catch(() => {});
    throw error;
  } finally {
    endUnfinished(temporary);
  }
}

/** Makes the directory `hostPath`; one that is there is fine. */
export async function makeHostDirectory(hostPath: string): Promise<void> {
  if (await isHostDirectory(hostPath)) return;
  try {
    await Deno.mkdir(hostPath);
  } catch (error) {
    throw toPondError(error, `cannot make host:${hostPath}`);
  }
}

async function mayReplace(hostPath: string, temporary: string): Promise<boolean> {
  for (const name of ["read", "write"] as const) {
    for (const path of [hostPath, temporary]) {
      if ((await Deno.permissions.query({ name, path })).state !== "granted") return false;
    }
  }
  try {
    return (await Deno.lstat(hostPath)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw toPondError(error, `cannot write host:${hostPath}`);
  }
}

/** @param options `called`: how errors name the file, where that isn't its name */
async function writeStraight(
  hostPath: string,
  chunks: AsyncIterable<Uint8Array>,
  { called = hostPath, sync = false, ...options }: Deno.OpenOptions & {
    readonly called?: string;
    readonly sync?: boolean;
  },
): Promise<void> {
  const failed = (error: unknown) => toPondError(error, `cannot write host:${called}`);
  const file = await Deno.open(hostPath, { write: true, ...options }).catch((error) => {
    throw failed(error);
  });
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length;) {
        done += await file.write(chunk.subarray(done)).catch((error) => {
          throw failed(error);
        });
      }
    }
    if (sync) {
      await file.sync().catch((error) => {
        throw failed(error);
      });
    }
  } finally {
    file.close();
  }
}

async function renameHost(from: string, to: string): Promise<void> {
  try {
    await Deno.rename(from, to);
  } catch (error) {
    throw toPondError(error, `cannot write host:${to}`);
  }
}
