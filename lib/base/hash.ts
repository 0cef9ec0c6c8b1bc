import { createHash } from "node:crypto";

/** An incremental SHA-256. */
export interface Hasher {
  update(bytes: Uint8Array): void;
  /** 64 hex digits; ends the hasher. */
  digest(): string;
}

/** A fresh incremental SHA-256. */
export function newHasher(): Hasher {
  const hash = createHash("sha256");
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => hash.digest("hex"),
  };
}

/** SHA-256 of `content` (text as UTF-8), 64 hex digits. */
export function sha256(content: Uint8Array | string): string {
  const hasher = newHasher();
  hasher.update(typeof content === "string" ? new TextEncoder().encode(content) : content);
  return hasher.digest();
}

/** SHA-256 over `parts`, each framed by its length so that no two lists collide. */
export function hashParts(parts: readonly string[]): string {
  return sha256(parts.map((part) => `${part.length}:${part}`).join(""));
}
