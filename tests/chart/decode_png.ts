/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** `#rrggbbaa`. */
  pixelAt(x: number, y: number): string;
}

const PIXEL_BYTES = 4;

/** Decodes PNG of eight bits for each of red, green, blue, opacity, not interlaced. */
export async function decodePng(png: Uint8Array): Promise<Picture> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (view.getUint32(0) !== 0x89504e47) throw new Error("no PNG");
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (view.getUint32(24) !== 0x08060000) throw new Error("not RGBA of eight bits");
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < png.length; at += view.getUint32(at) + 12) {
    if (view.getUint32(at + 4) === 0x49444154) {
      parts.push(new Uint8Array(png.subarray(at + 8, at + 8 + view.getUint32(at))));
    }
  }
  const stream = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const stride = width * PIXEL_BYTES;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = bytes[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const left = x < PIXEL_BYTES ? 0 : pixels[y * stride + x - PIXEL_BYTES]!;
      const up = y === 0 ? 0 : pixels[(y - 1) * stride + x]!;
      const corner = x < PIXEL_BYTES || y === 0 ? 0 : pixels[(y - 1) * stride + x - PIXEL_BYTES]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      pixels[y * stride + x] = bytes[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  const pixelAt = (x: number, y: number) => {
    const at = y * stride + x * PIXEL_BYTES;
    return `#${
      [...pixels.subarray(at, at + 4)].map((c) => c.toString(16).padStart(2, "0")).join("")
    }`;
  };
  return { width, height, pixelAt };
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
  if (a! <= b! && a! <= c!) return left;
  return b! <= c! ? up : corner;
}
