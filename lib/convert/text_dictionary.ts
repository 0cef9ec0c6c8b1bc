import type { Texts } from "../parquet/mod.ts";

const MAX_TEXTS = 1 << 15;
const MAX_BYTES = 1 << 20;
/**
 * A search goes no further: whoever makes texts of one hash ends the dictionary, not the afternoon.
 */
const MAX_PROBES = 64;
const NONE = -1;

/** The different texts of a column, in the order in which they came. */
export class TextDictionary {
  #count = 0;
  #bytes = new Uint8Array(1024);
  #offsets = new Int32Array(65);
  #hashes = new Int32Array(64);
  /**
   * Places of texts, open to all that hash there or shortly before; twice as many as texts at
   * least.
   */
  #slots = new Int32Array(128).fill(NONE);
  #words = wordsOf(this.#bytes);
  /** What is looked through, and its words. */
  #lookedAt: Uint8Array | null = null;
  #lookedAtWords = this.#words;

  /** Bytes of all texts. */
  get sizeBytes(): number {
    return this.#offsets[this.#count]!;
  }

  /**
   * The place of the text at `start` … `end`, which is added unless it is there; -1 when the
   * dictionary is full.
   */
  indexOf(bytes: Uint8Array, start: number, end: number): number {
    if (bytes !== this.#lookedAt) {
      this.#lookedAt = bytes;
      this.#lookedAtWords = wordsOf(bytes);
    }
    const hash = hashOf(this.#lookedAtWords, start, end);
    const mask = this.#slots.length - 1;
    for (let probe = 0; probe < MAX_PROBES; probe++) {
      const slot = (hash + probe) & mask;
      const index = this.#slots[slot]!;
      if (index === NONE) return this.#add(bytes.subarray(start, end), hash, slot);
      if (this.#hashes[index] === hash && this.#isText(index, start, end)) return index;
    }
    return NONE;
  }

  /** All texts; valid until the next {@linkcode indexOf}, which begins anew. */
  take(): Texts {
    const offsets = this.#offsets.subarray(0, this.#count + 1);
    const texts = { bytes: this.#bytes.subarray(0, this.sizeBytes), offsets };
    this.#slots.fill(NONE);
    this.#count = 0;
    return texts;
  }

  #isText(index: number, start: number, end: number): boolean {
    const [own, other] = [this.#words, this.#lookedAtWords];
    const ownStart = this.#offsets[index]!;
    const length = end - start;
    if (this.#offsets[index + 1]! - ownStart !== length) return false;
    if (length < 4) {
      for (let i = 0; i < length; i++) {
        if (own.getUint8(ownStart + i) !== other.getUint8(start + i)) return false;
      }
      return true;
    }
    for (let i = 0; i < length - 4; i += 4) {
      if (own.getInt32(ownStart + i) !== other.getInt32(start + i)) return false;
    }
    return own.getInt32(ownStart + length - 4) === other.getInt32(end - 4);
  }

  #add(text: Uint8Array, hash: number, slot: number): number {
    const index = this.#count;
    const start = this.sizeBytes;
    const end = start + text.length;
    if (index === MAX_TEXTS || end > MAX_BYTES) return NONE;
    if (end > this.#bytes.length) this.#growBytes(end);
    if (index === this.#hashes.length) {
      this.#hashes = grown(this.#hashes, index);
      this.#offsets = grown(this.#offsets, index);
    }
    this.#bytes.set(text, start);
    this.#offsets[index + 1] = end;
    this.#hashes[index] = hash;
    this.#slots[slot] = index;
    this.#count++;
    if (2 * this.#count > this.#slots.length) this.#rehash();
    return index;
  }

  #growBytes(atLeast: number): void {
    this.#bytes = grown(this.#bytes, atLeast);
    this.#words = wordsOf(this.#bytes);
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(NONE);
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#hashes[index]! & mask;
      while (this.#slots[slot] !== NONE) slot = (slot + 1) & mask;
      this.#slots[slot] = index;
    }
  }
}

/** Four bytes at a time; the last four may be looked at twice. */
function hashOf(bytes: DataView<ArrayBufferLike>, start: number, end: number): number {
  let hash = end - start;
  if (hash < 4) {
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes.getUint8(at), 0x9e3779b1);
    return hash ^ hash >>> 15;
  }
  for (let at = start; at < end - 4; at += 4) {
    hash = Math.imul(hash ^ bytes.getInt32(at), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ bytes.getInt32(end - 4), 0x85ebca6b);
  return hash ^ hash >>> 13;
}

function wordsOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView<ArrayBufferLike> {
  return new DataView(buffer, byteOffset, byteLength);
}

function grown<T extends Uint8Array | Int32Array>(array: T, atLeast: number): T {
  const Type = array.constructor as new (length: number) => T;
  const larger = new Type(2 * Math.max(array.length, atLeast));
  larger.set(array);
  return larger;
}
