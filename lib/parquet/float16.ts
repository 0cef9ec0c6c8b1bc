import { fromFloat16 } from "../base/mod.ts";
import type { PlainValues } from "./value_decoding.ts";

/** Floating-point numbers of 16 bits as ones of 32, which hold all of them. */
export function widenFloat16(values: PlainValues): PlainValues {
  if (values.as !== "fixed") return values;
  const { bytes } = values;
  const wide = new Float32Array(bytes.length / 2);
  for (let i = 0; i < wide.length; i++) {
    wide[i] = fromFloat16(bytes[2 * i]! | bytes[2 * i + 1]! << 8);
  }
  return { as: "fixed", width: 4, bytes: new Uint8Array(wide.buffer) };
}
