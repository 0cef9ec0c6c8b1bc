/**
 * Packs: a pond's files in one plain tar, a manifest of their hashes first. It is read where it
 * lies, and nothing in it is believed that isn't to the byte what packing writes.
 *
 * @module
 */
export { type Manifest, type PackedFile } from "./manifest.ts";
export { type PackFault, PackFile, type PackMember } from "./pack_file.ts";
export { packStore } from "./pack_store.ts";
export { packChunks } from "./write_pack.ts";
