/** Who may import whom, held against the table in CONTRIBUTING.md. */
import { dirname } from "../../lib/deps/std_path.ts";
import { assertEquals } from "../deps.ts";
import { readImportTable, type Room } from "./import_table.ts";
import { type Survey, surveyAll } from "./survey.ts";
import { readText, repositoryFiles, ROOT, sourceFiles } from "./tree.ts";

const rooms = new Map(readImportTable().map((room) => [room.name, room]));
const surveys = surveyAll(sourceFiles());

/** The room of a file of `lib/`; undefined elsewhere. */
function roomOf(file: string): string | undefined {
  return /^lib\/(\w+)\//.exec(file)?.[1];
}

/** What is wrong with the imports of one file; `rooms` is the table. */
function importFaults(survey: Survey, table: ReadonlyMap<string, Room>): string[] {
  const own = roomOf(survey.file);
  const faults: string[] = [];
  for (const { target } of survey.imports) {
    const room = target === null ? undefined : roomOf(target);
    if (target === null || room === own || target === "deno.json") continue;
    if (own === undefined) {
      // The two front doors; tests, bench and CI may import anything.
      const front = /^(mod|cli)\.ts$/.test(survey.file);
      if (front && !/^lib\/\w+\/mod\.ts$/.test(target)) faults.push(`${survey.file} → ${target}`);
    } else if (room === undefined || !table.get(own)?.mayImport.has(room)) {
      faults.push(
        `${survey.file} → ${target}: ${own} may not import ${room ?? "from outside lib"}`,
      );
    } else if (room !== "deps" && !/^lib\/\w+\/(\w+\/)?mod\.ts$/.test(target)) {
      faults.push(`${survey.file} → ${target}: not through the room's mod.ts`);
    }
  }
  return faults;
}

Deno.test("import table: has a row for every room of lib/, and no other", () => {
  const present = [...new Set(repositoryFiles(`${ROOT}/lib`).map((file) => roomOf(file)!))].sort();
  assertEquals([...rooms.keys()].sort(), present);
});

Deno.test("import table: a room imports only from rooms above it in the table", () => {
  const order = [...rooms.keys()];
  for (const [index, name] of order.entries()) {
    const upward = [...rooms.get(name)!.mayImport].filter((other) =>
      other !== "deps" && !order.slice(0, index).includes(other)
    );
    assertEquals(upward, [], `imports of ${name}`);
  }
});

Deno.test("imports: follow the table, through the room's mod.ts", () => {
  assertEquals(surveys.flatMap((survey) => importFaults(survey, rooms)), []);
});

Deno.test("imports: a forbidden import and a side door are found", () => {
  const survey = (file: string, target: string): Survey => ({
    file,
    lines: 1,
    imports: [{ specifier: "./x", target, worker: false, statement: "import" }],
    typeExports: [],
    importedNames: [],
    valueExports: [],
    functions: [],
    anyLines: [],
  });
  const faults = (file: string, target: string) => importFaults(survey(file, target), rooms).length;
  assertEquals(faults("lib/base/x.ts", "lib/tinyfs/mod.ts"), 1);
  assertEquals(faults("lib/tlogfs/x.ts", "lib/factories/mod.ts"), 1);
  assertEquals(faults("lib/tlogfs/x.ts", "lib/store/local.ts"), 1);
  assertEquals(faults("lib/tlogfs/x.ts", "tests/deps.ts"), 1);
  assertEquals(faults("lib/tlogfs/x.ts", "lib/store/mod.ts"), 0);
});

Deno.test("imports: no cycle between files", () => {
  const graph = new Map(
    surveys.map(({ file, imports }) => [
      file,
      // A worker may run the very program that starts it: no module waits for the other there.
      imports.filter(({ worker }) => !worker).flatMap(({ target }) => target ?? []),
    ]),
  );
  assertEquals(findCycle(graph), null);
});

Deno.test("imports: no cycle between folders, their doors aside", () => {
  const graph = new Map<string, string[]>();
  for (const { file, imports } of surveys) {
    // A door stands before its folder and what the folder holds; what it re-exports binds nobody inside.
    if (!file.startsWith("lib/") || file.endsWith("/mod.ts")) continue;
    const targets = imports.filter(({ worker }) => !worker).flatMap(({ target }) =>
      target?.startsWith("lib/") ? [dirname(target)] : []
    );
    const own = dirname(file);
    graph.set(own, [...graph.get(own) ?? [], ...targets.filter((folder) => folder !== own)]);
  }
  assertEquals(findCycle(graph), null);
});

Deno.test("findCycle: names the files of a cycle, in order", () => {
  const graph = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", []], ["d", ["b"]]]);
  assertEquals(findCycle(graph), "b → d → b");
});

Deno.test("imports: packages come through doors", () => {
  const faults = surveys
    // Examples name the package as whoever copies them does.
    .filter(({ file }) =>
      !/^lib\/deps\/|^tests\/deps|^bench\/deps|^\.ci\/deps|^examples\//.test(file)
    )
    .flatMap(({ file, imports }) =>
      imports.filter(({ specifier }) => !/^(\.{1,2}\/|node:)/.test(specifier))
        .map(({ specifier }) => `${file} → ${specifier}`)
    );
  assertEquals(faults, []);
});

Deno.test("imports: DuckDB's door is used by sql/duckdb alone", () => {
  const users = surveys
    .filter(({ file, imports }) =>
      file.startsWith("lib/") &&
      imports.some(({ target }) => target === "lib/deps/duckdb.ts")
    )
    .map(({ file }) => file);
  assertEquals(users.filter((file) => !file.startsWith("lib/sql/duckdb/")), []);
});

Deno.test("imports: every file of lib/ is reached from a front door or a room's", () => {
  const byFile = new Map(surveys.map((survey) => [survey.file, survey]));
  const reached = new Set<string>();
  const { exports } = JSON.parse(readText("deno.json")) as { exports: Record<string, string> };
  const front = new Set(Object.values(exports).map((path) => path.replace("./", "")));
  const queue = surveys.map(({ file }) => file).filter((file) =>
    // The page's program is bundled on its own.
    front.has(file) || /^lib\/(\w+|page\/browser)\/mod\.ts$/.test(file)
  );
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    queue.push(...byFile.get(file)?.imports.flatMap(({ target }) => target ?? []) ?? []);
  }
  const orphans = [...byFile.keys()].filter((file) =>
    file.startsWith("lib/") && !reached.has(file)
  );
  assertEquals(orphans, []);
});

/** The first cycle of `graph`, as "a → b → a", or null. */
function findCycle(graph: ReadonlyMap<string, readonly string[]>): string | null {
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): string | null => {
    const start = trail.indexOf(file);
    if (start >= 0) return [...trail.slice(start), file].join(" → ");
    if (done.has(file)) return null;
    for (const target of graph.get(file) ?? []) {
      const cycle = visit(target, [...trail, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return null;
}
