import { loadResvg } from "../deps/resvg.ts";
import { loadRoboto } from "../deps/roboto.ts";

/** Pixels of a PNG for each unit of the SVG: sharp on screens of high density and on paper. */
const PIXELS_A_UNIT = 2;

/**
 * A picture that {@linkcode renderSvg} made, as PNG. Characters beyond Latin, Greek and Cyrillic
 * are boxes in it.
 */
export async function renderPng(svg: string): Promise<Uint8Array> {
  const [{ Resvg }, roboto] = await Promise.all([loadResvg(), loadRoboto()]);
  const drawing = new Resvg(svg, {
    fitTo: { mode: "zoom", value: PIXELS_A_UNIT },
    font: { fontBuffers: [roboto], defaultFontFamily: "Roboto" },
  });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}
