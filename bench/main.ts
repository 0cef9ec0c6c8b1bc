/** `deno task bench [storage [PART…]]`: queries against native DuckDB, or what storage costs. */
await import(Deno.args[0] === "storage" ? "./storage.ts" : "./bench.ts");
