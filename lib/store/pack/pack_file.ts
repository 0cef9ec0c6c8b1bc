import { newHasher, toPondError } from "../../base/mod.ts";
import {
  type Manifest,
  MANIFEST_NAME,
  type PackedFile,
  parseManifest,
  refused,
} from "./manifest.ts";
import { BLOCK_BYTES, fileHeader, paddingOf, readHeader } from "./tar_header.ts";
import { PACK_ROOT } from "./write_pack.ts";

const CHUNK_BYTES = 1024 * 1024;

/** A file of a pack, and where its bytes are. */
export interface PackMember extends PackedFile {
  readonly headerAt: number;
  readonly contentAt: number;
}

/** Something that is not as it was packed. */
export interface PackFault {
  readonly name: string;
  /** One clause. */
  readonly why: string;
}

/**
 * A pack on the host. The manifest says what is where; a header is believed only when it is to the
 * byte the one that packing writes, so a name, a link, a size that differ are refused whatever they
 * are.
 */
export class PackFile {
  readonly manifest: Manifest;
  /** By name. */
  readonly members: ReadonlyMap<string, PackMember>;
  readonly #end: number;

  /** @throws {PondError} `corrupt`, `invalid-input`, `unsupported`; `not-found`, `permission`, `io` */
  constructor(readonly hostPath: string) {
    using file = openHost(hostPath);
    const { size } = file.statSync();
    const [start, text] = readManifest(file, { size, label: hostPath });
    this.manifest = parseManifest(text, hostPath);
    const members = new Map<string, PackMember>();
    let at = start;
    for (const packed of this.manifest.files) {
      const contentAt = at + fileHeader(`${PACK_ROOT}/${packed.name}`, packed.sizeBytes).length;
      members.set(packed.name, { ...packed, headerAt: at, contentAt });
      at = contentAt + packed.sizeBytes + paddingOf(packed.sizeBytes);
    }
    this.members = members;
    this.#end = at;
    const whole = at + 2 * BLOCK_BYTES;
    if (size < whole) throw refused(hostPath, `it is cut off: ${size} bytes of ${whole}`);
    if (size > whole) throw refused(hostPath, `something follows its end, ${size - whole} bytes`);
  }

  /** Opens the host's file; the caller closes it. */
  open(): Deno.FsFile {
    return openHost(this.hostPath);
  }

  /** @throws {PondError} `invalid-input` when a member's header is not the one that belongs there */
  requireHeader(file: Deno.FsFile, member: PackMember): void {
    const why = headerFault(file, member);
    if (why !== null) throw refused(this.hostPath, `${member.name}: ${why}`);
  }

  /** Reads every byte and holds it against the manifest. */
  *faults(onBytes: (count: number) => void = () => {}): Generator<PackFault> {
    using file = this.open();
    const buffer = new Uint8Array(CHUNK_BYTES);
    for (const member of this.members.values()) {
      const { name, sizeBytes, contentAt } = member;
      const why = headerFault(file, member);
      if (why !== null) yield { name, why };
      const hasher = newHasher();
      for (let done = 0; done < sizeBytes;) {
        const chunk = buffer.subarray(0, Math.min(buffer.length, sizeBytes - done));
        readAt(file, contentAt + done, chunk);
        hasher.update(chunk);
        done += chunk.length;
        onBytes(chunk.length);
      }
      if (hasher.digest() !== member.sha256) {
        yield { name, why: "its bytes don't match their hash in the manifest" };
      }
      if (!isZero(file, contentAt + sizeBytes, paddingOf(sizeBytes))) {
        yield { name, why: "something is in the padding after it" };
      }
    }
    if (!isZero(file, this.#end, 2 * BLOCK_BYTES)) {
      yield { name: "", why: "its end is not what it was" };
    }
  }
}

function openHost(hostPath: string): Deno.FsFile {
  try {
    // Not a FIFO: whoever opens one waits for its other end.
    if (!Deno.statSync(hostPath).isFile) throw refused(hostPath, "it is no regular file");
    return Deno.openSync(hostPath, { read: true });
  } catch (error) {
    throw toPondError(error, `cannot open ${hostPath}`);
  }
}

function readManifest(
  file: Deno.FsFile,
  { size, label }: { readonly size: number; readonly label: string },
): [end: number, text: Uint8Array] {
  const header = new Uint8Array(BLOCK_BYTES);
  if (size >= BLOCK_BYTES) readAt(file, 0, header);
  const facts = readHeader(header);
  const name = `${PACK_ROOT}/${MANIFEST_NAME}`;
  if (facts?.name !== name || !areEqual(header, fileHeader(name, facts.sizeBytes))) {
    throw refused(label, "it is no pack of a pond: it doesn't begin with a manifest");
  }
  const end = BLOCK_BYTES + facts.sizeBytes + paddingOf(facts.sizeBytes);
  if (end > size) throw refused(label, `it is cut off: ${size} bytes of more than ${end}`);
  const text = new Uint8Array(facts.sizeBytes);
  readAt(file, BLOCK_BYTES, text);
  if (!isZero(file, BLOCK_BYTES + text.length, paddingOf(text.length))) {
    throw refused(label, "something is in the padding after its manifest");
  }
  return [end, text];
}

/** What is wrong with a header, in the words of what it says instead. */
function headerFault(file: Deno.FsFile, member: PackMember): string | null {
  const { headerAt, contentAt, name, sizeBytes } = member;
  const expected = fileHeader(`${PACK_ROOT}/${name}`, sizeBytes);
  const bytes = new Uint8Array(contentAt - headerAt);
  readAt(file, headerAt, bytes);
  if (areEqual(bytes, expected)) return null;
  const facts = readHeader(bytes.subarray(bytes.length - BLOCK_BYTES));
  if (!facts) return "its header is damaged";
  if (facts.type !== "0") return "it is no plain file in the archive";
  const ending = name.slice(-50);
  if (!facts.name.endsWith(ending)) return `the archive has ${JSON.stringify(facts.name)} there`;
  if (facts.sizeBytes !== sizeBytes) {
    return `the archive says ${facts.sizeBytes} bytes, the manifest ${sizeBytes}`;
  }
  return "its header is not the one that packing writes";
}

function isZero(file: Deno.FsFile, offset: number, length: number): boolean {
  const bytes = new Uint8Array(length);
  readAt(file, offset, bytes);
  return bytes.every((byte) => byte === 0);
}

/** Fills `into`; a file that became shorter meanwhile reads as zeros there. */
function readAt(file: Deno.FsFile, offset: number, into: Uint8Array): void {
  try {
    file.seekSync(offset, Deno.SeekMode.Start);
    for (let done = 0; done < into.length;) {
      const count = file.readSync(into.subarray(done));
      if (count === null) return void into.fill(0, done);
      done += count;
    }
  } catch (error) {
    throw toPondError(error, "cannot read the pack");
  }
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
