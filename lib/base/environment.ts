/**
 * Clock and chance, handed in so that a printed seed replays a failure.
 * The file system and its locks come as a `Store` (see `lib/store/`).
 */
export interface Environment {
  /** Microseconds since 1970-01-01 UTC. May go backwards: order never rests on it. */
  nowUs(): bigint;
  /** `length` random bytes. */
  randomBytes(length: number): Uint8Array;
}

/** The real clock and the real chance. */
export const systemEnvironment: Environment = {
  nowUs: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

/**
 * An environment variable, undefined where unset or where reading it isn't permitted; never
 * prompts.
 */
export function readEnv(variable: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" ? Deno.env.get(variable) : undefined;
}
