import { PondError } from "../../lib/base/mod.ts";
import { BUILT_IN_FACTORIES, createRegistry } from "../../lib/factories/mod.ts";
import type { Factory } from "../../lib/tinyfs/mod.ts";
import { fieldsHelp } from "../../lib/config/mod.ts";
import { assertEquals, assertOk, assertThrows } from "../deps.ts";

Deno.test("createRegistry: the built-in factories by name, and extra ones", () => {
  const names = createRegistry().list().map(({ name }) => name);
  assertEquals(names, BUILT_IN_FACTORIES.map(({ name }) => name).sort());
  assertOk(names.length >= 5);
  const toy: Factory = { ...BUILT_IN_FACTORIES[0]!, name: "a-toy" };
  assertEquals(createRegistry([toy]).list()[0], toy);
  assertEquals(createRegistry([toy]).get("a-toy"), toy);
  const twice = assertThrows(() => createRegistry([toy, toy]), PondError, "a-toy");
  assertEquals(twice.code, "exists");
});

Deno.test("createRegistry: an unknown factory is refused with the one that was meant", () => {
  const error = assertThrows(() => createRegistry().get("hostmout"), PondError, "hostmout");
  assertEquals([error.code, error.hint], ["unknown-factory", "did you mean hostmount?"]);
  const far = assertThrows(() => createRegistry().get("__proto__"), PondError);
  assertOk(far.hint?.includes("csv-directory"));
});

Deno.test("BUILT_IN_FACTORIES: each field has help", () => {
  for (const factory of BUILT_IN_FACTORIES) {
    assertOk(factory.description !== "" && factory.configVersion >= 1);
    const help = fieldsHelp(factory.schema);
    assertOk(help.length > 0);
    for (const field of help) assertOk(field.help !== "", `${factory.name}: ${field.name}`);
  }
});
