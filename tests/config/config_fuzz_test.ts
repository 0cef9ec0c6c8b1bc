import { isPondError } from "../../lib/base/mod.ts";
import type { ConfigSchema } from "../../lib/config/mod.ts";
import { parseYaml, readConfig } from "../../lib/config/yaml/mod.ts";
import { createRegistry } from "../../lib/factories/mod.ts";
import { assertOk, fc } from "../deps.ts";

/** `POND_FUZZ_RUNS=20000` is the long form. */
const numRuns = Number(Deno.env.get("POND_FUZZ_RUNS") ?? 2000);

const fragments = fc.constantFrom(
  ...[
    "source: ",
    "patterns:\n",
    "query: |\n",
    "  SELECT 1\n",
    "entries:\n",
    "- ",
    "  ",
    "{",
    "}",
    "[",
  ],
  ...[
    "]",
    ",",
    ": ",
    "\n",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "? ",
    "| ",
    "> ",
  ],
  ...[
    "'",
    '"',
    "#",
    "\t",
    "\r\n",
    "\0",
    "\ufeff",
    "\u0085",
    "\u2028",
    "${env:X}",
    "${env:X:-y}",
    "${env:",
  ],
  ...[
    "__proto__: ",
    "constructor",
    "<<: ",
    "null",
    "~",
    "true",
    ".nan",
    "0x1f",
    "1e999",
    "-",
    "type: series\n",
  ],
  ...[
    "name: a\n",
    "factory: hostmount\n",
    "config: ",
    "directory: /x\n",
    "csv: ",
    "cache: {ttl: 0}\n",
  ],
);
const documents = fc.oneof(
  fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
  fc.array(fc.oneof(fragments, fc.string({ maxLength: 8 })), { maxLength: 25 })
    .map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);

Deno.test("readConfig: any text gives a config or invalid-config", () => {
  const schemas = createRegistry().list().map((factory) => factory.schema as ConfigSchema<unknown>);
  fc.assert(
    fc.property(documents, (yaml) => {
      for (const schema of schemas) {
        try {
          const config = readConfig(yaml, schema, { env: () => undefined });
          assertOk(Object.getPrototypeOf(config) === null);
        } catch (error) {
          assertOk(isPondError(error, "invalid-config"), String(error));
          assertOk(!error.message.includes("\n") && error.hint !== undefined);
        }
      }
    }),
    { numRuns },
  );
});

Deno.test("parseYaml: agrees with JSON on JSON", () => {
  const open: ConfigSchema<{ value?: unknown }> = {
    fields: { value: { type: { is: "any" }, help: "" } },
  };
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: "small" }), (value) => {
      const text = JSON.stringify({ value });
      let parsed: unknown;
      try {
        parsed = readConfig(text, open).value;
      } catch (error) {
        // JSON has keys as long as it likes and text without meaning in Unicode; YAML refuses both.
        assertOk(isPondError(error, "invalid-config"));
        return;
      }
      assertOk(JSON.stringify(parsed) === JSON.stringify(value), text);
    }),
    { numRuns: Math.min(numRuns, 2000) },
  );
  assertOk(parseYaml('{"a": 1}').length === 1);
});
