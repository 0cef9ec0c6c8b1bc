import { PondError } from "../base/mod.ts";

/** What a local store looks at before it touches anything. */
export interface OwnPlace {
  /** The store's root; it may itself be reached through a link. */
  readonly root: string;
  /** A checked name below it. */
  readonly name: string;
}

/**
 * The host path of `place`. Every directory on the way below the root is a directory and no link:
 * whoever may put a link into a store must not make it read, write or sweep elsewhere. Where a
 * directory is missing, the operation finds out.
 * @throws {PondError} `corrupt`, naming the link
 */
export function ownPath({ root, name }: OwnPlace): string {
  for (let slash = name.indexOf("/"); slash >= 0; slash = name.indexOf("/", slash + 1)) {
    const hostPath = `${root}/${name.slice(0, slash)}`;
    const info = lookAt(hostPath);
    if (!info) break;
    if (!info.isDirectory) throw strangerError(hostPath, info, "directory");
  }
  return name === "" ? root : `${root}/${name}`;
}

/**
 * As {@linkcode ownPath} for a directory, which itself must be one.
 * @throws {PondError} `corrupt`, naming the link
 */
export function ownDirectory(place: OwnPlace): string {
  const hostPath = ownPath(place);
  const info = place.name === "" ? undefined : lookAt(hostPath);
  if (info && !info.isDirectory) throw strangerError(hostPath, info, "directory");
  return hostPath;
}

/**
 * Opens what is a regular file, and proves that it is what was looked at. Nothing waits for the
 * other end of a FIFO.
 * @throws {PondError} `corrupt`, naming the link; what the system throws
 */
export function openOwn(hostPath: string, options: Deno.OpenOptions): Deno.FsFile {
  const before = Deno.lstatSync(hostPath);
  if (!before.isFile) throw strangerError(hostPath, before, "file");
  const file = Deno.openSync(hostPath, options);
  const after = file.statSync();
  if (after.dev === before.dev && after.ino === before.ino) return file;
  file.close();
  throw new PondError("conflict", `cannot open ${hostPath}: it was replaced meanwhile`);
}

/** What stands at `hostPath`, no link followed; undefined where nothing does. */
export function lookAt(hostPath: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(hostPath);
  } catch (error) {
    // A component that is no directory is found by its own look.
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
}

function strangerError(hostPath: string, info: Deno.FileInfo, wanted: string): PondError {
  if (!info.isSymlink) {
    return new PondError("corrupt", `cannot use ${hostPath}: it is no ${wanted}`, {
      data: { path: hostPath },
    });
  }
  return new PondError(
    "corrupt",
    `cannot use ${hostPath}: it is a symbolic link, and links inside a pond's directory are not followed`,
    { hint: `put the ${wanted} itself there`, data: { link: hostPath } },
  );
}
