import { fromFileUrl } from "../../lib/deps/std_path.ts";
import { assertEquals, assertOk } from "../deps.ts";

interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier: string };
  }[];
}

/**
 * Modules and packages that are loaded as soon as `entry` is, without what it imports only when it
 * runs.
 */
async function loadedBy(entry: string): Promise<Set<string>> {
  const url = new URL(`../../${entry}`, import.meta.url);
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fromFileUrl(url)],
    env: { NO_COLOR: "1" },
  }).output();
  assertOk(output.success, new TextDecoder().decode(output.stderr));
  const { modules } = JSON.parse(new TextDecoder().decode(output.stdout)) as { modules: Module[] };
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set<string>();
  const waiting = [url.href];
  while (waiting.length > 0) {
    const specifier = waiting.pop()!;
    if (loaded.has(specifier)) continue;
    loaded.add(specifier);
    for (const { isDynamic, code } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (!isDynamic && code) waiting.push(code.specifier);
    }
  }
  return loaded;
}

Deno.test("start-up: help and version load the command line alone", async () => {
  const loaded = [...await loadedBy("cli.ts")];
  assertOk(loaded.some((specifier) => specifier.endsWith("/lib/cli/program/program.ts")));
  const rooms = loaded.map((specifier) => /\/lib\/(\w+)\//.exec(specifier)?.[1] ?? "");
  // The options of text files, which help lists, are in table.
  assertEquals([...new Set(rooms)].sort(), ["", "base", "cli", "deps", "table"]);
});

Deno.test("start-up: commands load no engine, no Arrow, no Parquet library and no YAML", async () => {
  const loaded = [...await loadedBy("lib/commands/mod.ts")];
  assertOk(loaded.some((specifier) => specifier.endsWith("/lib/pond/pond.ts")));
  const heavy = /duckdb-wasm|apache-arrow|parquet-wasm|hyparquet-writer|npm:yaml|\/yaml@/;
  assertEquals(loaded.filter((specifier) => heavy.test(specifier)), []);
});
