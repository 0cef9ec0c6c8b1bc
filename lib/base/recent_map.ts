/** Values by key, at most so many: the one used longest ago goes first. */
export class RecentMap<K, V extends NonNullable<unknown>> {
  readonly #limit: number;
  readonly #values = new Map<K, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: K): V | undefined {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#limit) this.#values.delete(this.#values.keys().next().value!);
  }
}

/** How many results {@linkcode cachedByText} keeps, and of which texts. */
export interface CachedByTextOptions {
  readonly limit: number;
  /** The result of a longer text, in UTF-16 units, is not kept. */
  readonly maxLength: number;
}

/**
 * `compute`, which must depend on its text alone and give what nobody changes, with its last
 * results kept. What it throws is thrown anew each time.
 */
export function cachedByText<V extends NonNullable<unknown>>(
  compute: (text: string) => V,
  { limit, maxLength }: CachedByTextOptions,
): (text: string) => V {
  const known = new RecentMap<string, V>(limit);
  return (text) => {
    if (text.length > maxLength) return compute(text);
    const value = known.get(text) ?? compute(text);
    known.set(text, value);
    return value;
  };
}
