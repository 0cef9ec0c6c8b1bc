/**
 * What a source file imports, exports and how long its functions are, read off the syntax tree that
 * Deno's own linter hands to plugins: no second parser, and no guessing with patterns.
 */
import { dirname, join } from "../../lib/deps/std_path.ts";
import { readText } from "./tree.ts";

/** Facts of one source file. */
export interface Survey {
  readonly file: string;
  readonly lines: number;
  readonly imports: readonly SurveyedImport[];
  /** Names of exported values; types are left out. */
  readonly valueExports: readonly string[];
  /** Names of types that are declared here and exported. */
  readonly typeExports: readonly string[];
  /** Names that are imported, whatever they are called here. */
  readonly importedNames: readonly string[];
  readonly functions: readonly { readonly name: string; readonly line: number; lines: number }[];
  /** Lines that say `any`. */
  readonly anyLines: readonly number[];
}

/** One import or re-export. */
export interface SurveyedImport {
  /** As written. */
  readonly specifier: string;
  /** The file of the repository that it names; null for packages and builtins. */
  readonly target: string | null;
  /** Whether it is started as a worker, a program of its own, instead of being imported. */
  readonly worker: boolean;
  /** `import` and `export` stand at the top of a file; `other` anywhere. */
  readonly statement: "import" | "export" | "other";
}

/** The part of a syntax node that the survey looks at. */
interface SyntaxNode {
  readonly type: string;
  readonly range: readonly [number, number];
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly callee?: { readonly type: string; readonly name?: string };
  readonly arguments?: readonly { readonly type: string; readonly value?: unknown }[];
  readonly argument?: { readonly literal?: { readonly value?: unknown } };
  readonly exportKind?: string;
  readonly id?: { readonly name?: string } | null;
  readonly declaration?: SyntaxNode | null;
  readonly declarations?: readonly { readonly id: SyntaxNode }[];
  readonly specifiers?: readonly {
    readonly exportKind?: string;
    readonly exported?: { readonly name?: string };
    readonly imported?: { readonly name?: string };
  }[];
  readonly properties?: readonly {
    readonly key?: { readonly name?: string };
    readonly value?: { readonly name?: string };
  }[];
  readonly name?: string;
}

/** Reads `file` (relative to the root) and surveys it. */
export function surveyFile(file: string): Survey {
  const source = readText(file);
  const facts = {
    imports: [] as SurveyedImport[],
    valueExports: [] as string[],
    typeExports: [] as string[],
    importedNames: [] as string[],
    functions: [] as { name: string; line: number; lines: number }[],
    anyLines: [] as number[],
  };
  const picked: string[] = [];
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  const addImport = (
    specifier: unknown,
    statement: SurveyedImport["statement"] = "other",
    worker = false,
  ) => {
    if (typeof specifier !== "string") return;
    const target = specifier.startsWith(".") ? join(dirname(file), specifier) : null;
    facts.imports.push({ specifier, target, worker, statement });
  };
  const addFunction = (node: SyntaxNode) => {
    const line = lineAt(node.range[0]);
    const lines = lineAt(node.range[1]) - line + 1;
    facts.functions.push({ name: node.id?.name ?? "(anonymous)", line, lines });
  };
  visit(file, source, {
    ImportDeclaration: (node) => {
      addImport(node.source?.value, "import");
      facts.importedNames.push(
        ...(node.specifiers ?? []).flatMap(({ imported }) => imported?.name ?? []),
      );
    },
    ObjectPattern: ({ properties }) => {
      picked.push(...(properties ?? []).flatMap(({ key }) => key?.name ?? []));
    },
    ImportExpression: (node) => addImport(node.source?.value),
    TSImportType: (node) => addImport(node.argument?.literal?.value ?? node.source?.value),
    // `new URL("./a_worker.ts", import.meta.url)`: how a worker's file is named.
    NewExpression: (node) => {
      const [path] = node.arguments ?? [];
      const named = node.callee?.name === "URL" && node.arguments?.length === 2;
      if (named && /^\.{1,2}\/.*\.ts$/.test(String(path?.value))) {
        addImport(path?.value, "other", true);
      }
    },
    ExportAllDeclaration: (node) => addImport(node.source?.value, "export"),
    ExportNamedDeclaration: (node) => {
      addImport(node.source?.value, "export");
      facts.valueExports.push(...exportedValues(node));
      const declared = node.declaration;
      if (declared && /^TS(Interface|TypeAlias)/.test(declared.type)) {
        facts.typeExports.push(declared.id?.name ?? "?");
      }
    },
    ExportDefaultDeclaration: () => facts.valueExports.push("default"),
    FunctionDeclaration: addFunction,
    FunctionExpression: addFunction,
    ArrowFunctionExpression: addFunction,
    TSAnyKeyword: (node) => facts.anyLines.push(lineAt(node.range[0])),
  });
  // `const { name } = await import("…")`, alone or several at once: whatever is picked from an
  // object may be that.
  if (source.includes("import(")) facts.importedNames.push(...picked);
  return { file, lines: lineAt(source.length), ...facts };
}

function visit(
  file: string,
  source: string,
  visitors: Readonly<Record<string, (node: SyntaxNode) => unknown>>,
): void {
  let asked = false;
  const plugin: Deno.lint.Plugin = {
    name: "house",
    rules: {
      survey: {
        create() {
          asked = true;
          return visitors as unknown as Deno.lint.LintVisitor;
        },
      },
    },
  };
  Deno.lint.runPlugin(plugin, file, source);
  if (!asked) throw new Error(`the linter did not parse ${file}`);
}

function exportedValues(node: SyntaxNode): string[] {
  if (node.exportKind === "type") return [];
  const declaration = node.declaration;
  if (!declaration) {
    return (node.specifiers ?? [])
      .filter((specifier) => specifier.exportKind !== "type")
      .map((specifier) => specifier.exported?.name ?? "?");
  }
  if (/^TS(Interface|TypeAlias)/.test(declaration.type)) return [];
  if (declaration.declarations) {
    return declaration.declarations.flatMap(({ id }) =>
      id.properties?.map((property) => property.value?.name ?? "?") ?? [id.name ?? "?"]
    );
  }
  return [declaration.id?.name ?? "?"];
}

let all: readonly Survey[] | undefined;

/** Surveys `files` once a process. */
export function surveyAll(files: readonly string[]): readonly Survey[] {
  return all ??= files.map(surveyFile);
}
