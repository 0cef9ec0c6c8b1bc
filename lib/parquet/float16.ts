import type { PlainValues } from "./value_decoding.ts";

/** Floating-point numbers of 16 bits as ones of 32, which hold all of them. */
export function widenFloat16(values: PlainValues): PlainValues {
  if (values.as !== "fixed") return values;
  const { bytes } = values;
  const wide = new Float32Array(bytes.length / 2);
  for (let i = 0; i < wide.length; i++) wide[i] = fromHalf(bytes[2 * i]! | bytes[2 * i + 1]! << 8);
  return { as: "fixed", width: 4, bytes: new Uint8Array(wide.buffer) };
}

/** IEEE 754's binary16: a sign, five bits of exponent, ten of fraction. */
function fromHalf(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
