import { PondError } from "../../lib/base/mod.ts";
import { inOrder } from "../../lib/commands/in_order.ts";
import { assertEquals, assertThrows, fc } from "../deps.ts";

Deno.test("inOrder: appended chunks and late changes make the file that a seeking writer makes", () => {
  const writes = fc.record({
    chunks: fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 10 }),
    changes: fc.array(fc.tuple(fc.nat(1000), fc.uint8Array({ maxLength: 9 })), { maxLength: 5 }),
  });
  fc.assert(fc.property(writes, ({ chunks, changes }) => {
    const passed: number[] = [];
    const ordered = inOrder((chunk) => void passed.push(...chunk), 1000);
    const expected: number[] = [];
    for (const chunk of chunks) {
      ordered.write(chunk, expected.length);
      expected.push(...chunk);
    }
    for (const [place, bytes] of changes) {
      const offset = place % (expected.length + 1);
      const part = bytes.subarray(0, expected.length - offset);
      if (offset < expected.length) ordered.write(part, offset);
      part.forEach((byte, i) => expected[offset + i] = byte);
    }
    ordered.finish();
    assertEquals(passed, expected);
  }));
});

Deno.test("inOrder: holds back no more than it must", () => {
  const passed: number[] = [];
  const ordered = inOrder((chunk) => void passed.push(...chunk), 3);
  for (let i = 0; i < 10; i++) ordered.write(new Uint8Array([i]), i);
  assertEquals(passed.length >= 6, true);
  ordered.write(new Uint8Array([70]), 7);
  assertThrows(() => ordered.write(new Uint8Array([1]), 0), PondError, "passed on");
  assertThrows(() => ordered.write(new Uint8Array([1]), 11), PondError, "gap");
  ordered.finish();
  assertEquals(passed, [0, 1, 2, 3, 4, 5, 6, 70, 8, 9]);
});
