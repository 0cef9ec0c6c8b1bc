/** What base binaries for macOS are made from. */
import { withoutOldPayload } from "../../.ci/mach_o.ts";
import { assertEquals } from "../deps.ts";

/** A Mach-O file of one segment with one section, both of `segment`. */
function machO(segment: string): Uint8Array {
  const file = new Uint8Array(32 + 72 + 80);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0xfeedfacf, true);
  view.setUint32(16, 1, true);
  view.setUint32(32, 0x19, true);
  view.setUint32(36, 72 + 80, true);
  view.setUint32(32 + 64, 1, true);
  file.set(new TextEncoder().encode(segment), 32 + 8);
  file.set(new TextEncoder().encode("d3n0l4nd"), 32 + 72);
  file.set(new TextEncoder().encode(segment), 32 + 72 + 16);
  return file;
}

Deno.test("withoutOldPayload: an earlier program's segment is not found by its name", () => {
  assertEquals(withoutOldPayload(machO("__SUI")), machO("__OLD"));
  assertEquals(withoutOldPayload(machO("__TEXT")), machO("__TEXT"));
  const elf = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, ...new Uint8Array(60));
  assertEquals(withoutOldPayload(elf), elf);
});
