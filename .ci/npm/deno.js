// deno-lint-ignore-file require-await -- a promise is what is asked for, whatever it takes to give one.
/**
 * What the library asks of Deno, where it runs on Node or Bun: the file system, by the same names and with the same errors. There are no
 * permissions there, and no locks between processes: a commit is put in place only where none is, so that what a lock spares writers is
 * a second attempt, not their data.
 */
import * as fs from "node:fs";
import * as fsp from "node:fs/promises";
import process from "node:process";

class NotFound extends Error {
  name = "NotFound";
}
class AlreadyExists extends Error {
  name = "AlreadyExists";
}
class NotADirectory extends Error {
  name = "NotADirectory";
}
class IsADirectory extends Error {
  name = "IsADirectory";
}
class PermissionDenied extends Error {
  name = "PermissionDenied";
}
class NotSupported extends Error {
  name = "NotSupported";
}
class FilesystemLoop extends Error {
  name = "FilesystemLoop";
}

const errors = {
  NotFound,
  AlreadyExists,
  NotADirectory,
  IsADirectory,
  PermissionDenied,
  NotSupported,
  FilesystemLoop,
};
const BY_CODE = {
  ENOENT: NotFound,
  EEXIST: AlreadyExists,
  ENOTEMPTY: AlreadyExists,
  ENOTDIR: NotADirectory,
  EISDIR: IsADirectory,
  EACCES: PermissionDenied,
  EPERM: PermissionDenied,
  ENOTSUP: NotSupported,
  ELOOP: FilesystemLoop,
};

function asDeno(error) {
  const Kind = BY_CODE[error?.code];
  return Kind
    ? Object.assign(new Kind(error.message, { cause: error }), { code: error.code })
    : error;
}

function sync(work) {
  try {
    return work();
  } catch (error) {
    throw asDeno(error);
  }
}

async function later(work) {
  try {
    return await work();
  } catch (error) {
    throw asDeno(error);
  }
}

function infoOf(stat) {
  return {
    isFile: stat.isFile(),
    isDirectory: stat.isDirectory(),
    isSymlink: stat.isSymbolicLink(),
    isFifo: stat.isFIFO(),
    isSocket: stat.isSocket(),
    isBlockDevice: stat.isBlockDevice(),
    isCharDevice: stat.isCharacterDevice(),
    size: stat.size,
    mtime: stat.mtime,
    atime: stat.atime,
    ctime: stat.ctime,
    birthtime: stat.birthtime,
    dev: stat.dev,
    ino: stat.ino,
    mode: stat.mode,
    nlink: stat.nlink,
    uid: stat.uid,
    gid: stat.gid,
  };
}

function entryOf(entry) {
  return {
    name: entry.name,
    isFile: entry.isFile(),
    isDirectory: entry.isDirectory(),
    isSymlink: entry.isSymbolicLink(),
  };
}

function flagsOf({ read = false, write = false, append = false, create, createNew, truncate }) {
  const { O_RDONLY, O_WRONLY, O_RDWR, O_APPEND, O_CREAT, O_EXCL, O_TRUNC } = fs.constants;
  const access = (write || append) ? (read ? O_RDWR : O_WRONLY) : O_RDONLY;
  return access | (append ? O_APPEND : 0) | (create || createNew ? O_CREAT : 0) |
    (createNew ? O_EXCL : 0) | (truncate ? O_TRUNC : 0);
}

class FsFile {
  #fd;
  #at = 0;
  #append;

  constructor(fd, append) {
    this.#fd = fd;
    this.#append = append;
  }

  readSync(into) {
    if (into.length === 0) return 0;
    const count = sync(() => fs.readSync(this.#fd, into, 0, into.length, this.#at));
    this.#at += count;
    return count === 0 ? null : count;
  }

  writeSync(bytes) {
    const at = this.#append ? null : this.#at;
    const count = sync(() => fs.writeSync(this.#fd, bytes, 0, bytes.length, at));
    this.#at += count;
    return count;
  }

  async read(into) {
    return this.readSync(into);
  }

  async write(bytes) {
    return this.writeSync(bytes);
  }

  seekSync(offset, whence) {
    const from = whence === SeekMode.Start
      ? 0
      : whence === SeekMode.Current
      ? this.#at
      : this.statSync().size;
    return this.#at = from + Number(offset);
  }

  statSync() {
    return infoOf(sync(() => fs.fstatSync(this.#fd)));
  }

  async stat() {
    return this.statSync();
  }

  syncSync() {
    sync(() => fs.fsyncSync(this.#fd));
  }

  syncDataSync() {
    sync(() => fs.fdatasyncSync(this.#fd));
  }

  truncateSync(length = 0) {
    sync(() => fs.ftruncateSync(this.#fd, length));
  }

  async lock() {}
  lockSync() {}
  async tryLock() {
    return true;
  }
  tryLockSync() {
    return true;
  }
  async unlock() {}
  unlockSync() {}

  close() {
    if (this.#fd !== null) sync(() => fs.closeSync(this.#fd));
    this.#fd = null;
  }

  [Symbol.dispose]() {
    this.close();
  }
}

const SeekMode = { Start: 0, Current: 1, End: 2 };
const granted = { state: "granted" };

function openSync(path, options = { read: true }) {
  const fd = sync(() => fs.openSync(path, flagsOf(options), options.mode ?? 0o666));
  return new FsFile(fd, options.append === true);
}

function removeSync(path, { recursive = false } = {}) {
  sync(() => {
    if (recursive) return fs.rmSync(path, { recursive: true });
    return fs.lstatSync(path).isDirectory() ? fs.rmdirSync(path) : fs.unlinkSync(path);
  });
}

const onNode = {
  errors,
  SeekMode,
  FsFile,
  pid: process.pid,
  build: { standalone: false },
  permissions: { querySync: () => granted, query: async () => granted },
  env: { get: (name) => process.env[name] },
  cwd: () => process.cwd(),
  openSync,
  open: async (path, options) => openSync(path, options),
  removeSync,
  remove: async (path, options) => removeSync(path, options),
  statSync: (path) => infoOf(sync(() => fs.statSync(path))),
  stat: async (path) => infoOf(await later(() => fsp.stat(path))),
  lstatSync: (path) => infoOf(sync(() => fs.lstatSync(path))),
  lstat: async (path) => infoOf(await later(() => fsp.lstat(path))),
  realPathSync: (path) => sync(() => fs.realpathSync(path)),
  readDirSync: (path) => sync(() => fs.readdirSync(path, { withFileTypes: true })).map(entryOf),
  async *readDir(path) {
    yield* onNode.readDirSync(path);
  },
  readTextFileSync: (path) => sync(() => fs.readFileSync(path, "utf8")),
  mkdirSync: (path, options) => void sync(() => fs.mkdirSync(path, options)),
  mkdir: async (path, options) => void sync(() => fs.mkdirSync(path, options)),
  renameSync: (from, to) => sync(() => fs.renameSync(from, to)),
  rename: async (from, to) => sync(() => fs.renameSync(from, to)),
  linkSync: (from, to) => sync(() => fs.linkSync(from, to)),
};

const onDeno = globalThis.Deno;
export { onDenoOrNode as Deno };
const onDenoOrNode = onDeno ?? onNode;
