/**
 * Doors that only tests use: `@std/assert` (through `npm:deno-std`, which carries no types) and
 * fast-check.
 */
import * as assert from "npm:deno-std@1.4.0/assert/mod.js";

type ErrorClass<E extends Error> = new (...args: never[]) => E;

interface AssertModule {
  assert(condition: unknown, message?: string): asserts condition;
  assertEquals<T>(actual: T, expected: T, message?: string): void;
  assertNotEquals<T>(actual: T, expected: T, message?: string): void;
  assertStrictEquals<T>(actual: unknown, expected: T, message?: string): asserts actual is T;
  assertExists<T>(actual: T, message?: string): asserts actual is NonNullable<T>;
  assertMatch(actual: string, expected: RegExp, message?: string): void;
  assertNotMatch(actual: string, expected: RegExp, message?: string): void;
  assertStringIncludes(actual: string, expected: string, message?: string): void;
  assertThrows<E extends Error>(
    fn: () => unknown,
    errorClass?: ErrorClass<E>,
    includes?: string,
  ): E;
  assertRejects<E extends Error>(
    fn: () => PromiseLike<unknown>,
    errorClass?: ErrorClass<E>,
    includes?: string,
  ): Promise<E>;
  assertGreater<T>(actual: T, expected: T, message?: string): void;
  assertLess<T>(actual: T, expected: T, message?: string): void;
  fail(message?: string): never;
}

const module: AssertModule = assert as unknown as AssertModule;

export const assertOk: AssertModule["assert"] = module.assert;
export const assertEquals: AssertModule["assertEquals"] = module.assertEquals;
export const assertNotEquals: AssertModule["assertNotEquals"] = module.assertNotEquals;
export const assertStrictEquals: AssertModule["assertStrictEquals"] = module.assertStrictEquals;
export const assertExists: AssertModule["assertExists"] = module.assertExists;
export const assertMatch: AssertModule["assertMatch"] = module.assertMatch;
export const assertNotMatch: AssertModule["assertNotMatch"] = module.assertNotMatch;
export const assertStringIncludes: AssertModule["assertStringIncludes"] =
  module.assertStringIncludes;
export const assertThrows: AssertModule["assertThrows"] = module.assertThrows;
export const assertRejects: AssertModule["assertRejects"] = module.assertRejects;
export const assertGreater: AssertModule["assertGreater"] = module.assertGreater;
export const assertLess: AssertModule["assertLess"] = module.assertLess;
export const fail: AssertModule["fail"] = module.fail;
export { default as fc } from "npm:fast-check@4.10.2";
