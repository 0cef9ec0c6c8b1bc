/**
 * Door to `roboto-base64`: the Roboto typeface (Latin, Greek, Cyrillic) as TrueType. It is a
 * JavaScript module, so that a font can be had where no file may be read.
 */

/** The normal face, loaded on first use. */
export async function loadRoboto(): Promise<Uint8Array> {
  const { default: faces } = await import("npm:roboto-base64@0.1.2") as unknown as {
    readonly default: { readonly normal: string };
  };
  return Uint8Array.from(atob(faces.normal), (byte) => byte.charCodeAt(0));
}
