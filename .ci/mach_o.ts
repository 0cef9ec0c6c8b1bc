/** The magic of a 64-bit Mach-O file, and where its load commands begin. */
const MAGIC = 0xfeedfacf;
const HEADER_BYTES = 32;
const LC_SEGMENT_64 = 0x19;
const NAME_BYTES = 16;

/** The segment that `deno compile` puts a program into, and the name that is looked for at the start. */
const SEGMENT = "__SUI";

/**
 * A base binary for macOS that has held another program: that one's segment gets a name under which
 * it is not found, since of two of the same name the first would be run. Any other file stays as it
 * is: there a new program is looked for at the end, or takes the old one's place.
 */
export function withoutOldPayload(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) return file;
  const renamed = file.slice();
  const count = view.getUint32(16, true);
  let at = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const [command, size] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    if (command === LC_SEGMENT_64 && nameAt(file, at + 8) === SEGMENT) {
      const sections = view.getUint32(at + 64, true);
      // The segment's own name, and that of the segment in each of its sections.
      const places = Array.from(
        { length: sections },
        (_, each) => at + 72 + each * 80 + NAME_BYTES,
      );
      for (const place of [at + 8, ...places]) {
        renamed.set(new TextEncoder().encode("__OLD"), place);
      }
    }
    at += size;
  }
  return renamed;
}

function nameAt(file: Uint8Array, at: number): string {
  return new TextDecoder().decode(file.subarray(at, at + NAME_BYTES)).replace(/\0+$/, "");
}
