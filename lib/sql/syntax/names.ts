import type { Token } from "./lexer.ts";

/** A relation or table function that SQL reads. */
export interface Reference {
  /** As written, without quotes; parts of a dotted name joined by dots. */
  readonly name: string;
  /** `FROM f(…)`. */
  readonly isFunction: boolean;
  /** Offset in the SQL. */
  readonly start: number;
}

/** Words a query can begin with, and what follows. */
const QUERY_START: ReadonlySet<string> = new Set(
  ["SELECT", "WITH", "FROM", "VALUES", "TABLE", "PIVOT", "UNPIVOT", "SUMMARIZE", "DESCRIBE"],
);
/** First words that name a relation next. */
const NAMES_RELATION: ReadonlySet<string> = new Set(
  ["FROM", "TABLE", "PIVOT", "PIVOT_WIDER", "UNPIVOT", "PIVOT_LONGER", "SUMMARIZE", "DESCRIBE"],
);
/** Words that end a FROM clause. */
const ENDS_FROM: ReadonlySet<string> = new Set([
  ...["SELECT", "WHERE", "GROUP", "HAVING", "WINDOW", "QUALIFY", "ORDER", "LIMIT", "OFFSET"],
  ...["UNION", "INTERSECT", "EXCEPT", "FETCH"],
]);

/** One pair of brackets (or the whole text) on the way. */
interface Scope {
  /** `query`: clauses count; `tables`: brackets around joined tables; `expression`: anything else. */
  readonly kind: "query" | "tables" | "expression";
  /** Names that WITH has defined so far, lower case. */
  readonly defined: Set<string>;
  readonly parent: Scope | null;
  /** What the next token may be: a relation, or (inside a WITH list) the name of a CTE. */
  expect: "relation" | "cte" | null;
  inFrom: boolean;
  /** `PIVOT relation ON a, b`: what follows ON are columns. */
  inPivot: boolean;
  inWith: boolean;
  /** A CTE whose body comes next; it is visible after the body, or inside too if recursive. */
  pendingCte: string | null;
  recursive: boolean;
  fresh: boolean;
}

/**
 * The relations and table functions in `tokens`, in order of appearance, each as often as it appears; names that WITH
 * defines are left out where they are visible.
 */
export function findReferences(tokens: readonly Token[]): readonly Reference[] {
  return new ReferenceFinder(tokens).find();
}

class ReferenceFinder {
  readonly #tokens: readonly Token[];
  readonly #found: Reference[] = [];
  #scope: Scope = newScope("query", null);
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  find(): readonly Reference[] {
    for (this.#at = 0; this.#at < this.#tokens.length; this.#at++) {
      const token = this.#tokens[this.#at]!;
      if (token.kind === "open") this.#open(token);
      else if (token.kind === "close") this.#close();
      else this.#inside(token);
    }
    return this.#found;
  }

  #open(token: Token): void {
    const scope = this.#scope;
    const isQuery = token.text === "(" && this.#startsQuery(this.#at + 1);
    const kind = isQuery ? "query" : token.text === "(" &&
        (scope.expect === "relation" || (scope.fresh && scope.kind === "query"))
      ? "tables"
      : "expression";
    const inner = newScope(kind, scope);
    if (kind === "tables") inner.expect = "relation";
    if (isQuery && scope.pendingCte !== null && scope.recursive) {
      inner.defined.add(scope.pendingCte);
    }
    if (kind !== "expression") scope.expect = null;
    scope.fresh = false;
    this.#scope = inner;
  }

  #close(): void {
    const inner = this.#scope;
    this.#scope = inner.parent ?? inner;
    const scope = this.#scope;
    if (inner.kind === "query" && scope.inWith && scope.pendingCte !== null) {
      scope.defined.add(scope.pendingCte);
      scope.pendingCte = null;
    }
  }

  #inside(token: Token): void {
    const scope = this.#scope;
    if (scope.kind === "expression") return;
    const fresh = scope.fresh;
    scope.fresh = false;
    if (scope.inWith && this.#insideWith(token)) return;
    if (scope.expect === "relation" && this.#relation(token)) return;
    if (token.kind === "operator" && token.text === ",") {
      if (scope.inFrom) scope.expect = "relation";
      return;
    }
    if (token.kind === "word") this.#keyword(token, fresh);
  }

  /** The list between WITH and the query that uses it. */
  #insideWith(token: Token): boolean {
    const scope = this.#scope;
    if (scope.expect === "cte") {
      if (token.value === "RECURSIVE" && token.kind === "word" && !this.#isNamedRecursive()) {
        scope.recursive = true;
        return true;
      }
      scope.pendingCte = nameOf(token).toLowerCase();
      scope.expect = null;
      return true;
    }
    if (token.text === ",") {
      scope.expect = "cte";
      return true;
    }
    if (scope.pendingCte !== null) return true;
    scope.inWith = false;
    scope.fresh = false;
    this.#keyword(token, true);
    return true;
  }

  /** Whether RECURSIVE is itself the name of a CTE. */
  #isNamedRecursive(): boolean {
    const next = this.#tokens[this.#at + 1];
    return next === undefined || next.value === "AS" || next.kind === "open";
  }

  #keyword(token: Token, fresh: boolean): void {
    const scope = this.#scope;
    const word = token.value;
    if (fresh && word === "WITH") {
      scope.inWith = true;
      scope.expect = "cte";
    } else if (fresh && NAMES_RELATION.has(word)) {
      this.#startFrom();
      scope.inPivot = word.includes("PIVOT");
    } else if (word === "ON" && scope.inPivot) {
      scope.inFrom = false;
    } else if (word === "FROM" && !this.#isDistinctFrom()) {
      this.#startFrom();
    } else if (word === "JOIN" && scope.inFrom) {
      scope.expect = "relation";
    } else if (ENDS_FROM.has(word) && scope.kind === "query") {
      scope.inFrom = false;
      scope.expect = null;
      // Right after a set operation a query starts anew: `… UNION ALL FROM t`, `… EXCEPT TABLE t`.
      scope.fresh = ["UNION", "INTERSECT", "EXCEPT"].includes(word);
    } else if (
      fresh && (word === "ALL" || word === "DISTINCT" || word === "BY" || word === "NAME")
    ) {
      scope.fresh = true;
    }
  }

  #startFrom(): void {
    this.#scope.inFrom = true;
    this.#scope.expect = "relation";
  }

  /** A relation's name; false for words that only stand before one. */
  #relation(token: Token): boolean {
    const scope = this.#scope;
    if (token.kind === "word" && (token.value === "LATERAL" || token.value === "ONLY")) return true;
    if (token.kind === "word" && QUERY_START.has(token.value)) {
      scope.expect = null;
      // `SUMMARIZE SELECT …`: a query begins here.
      this.#keyword(token, true);
      return true;
    }
    if (token.kind !== "word" && token.kind !== "quoted" && token.kind !== "string") return false;
    scope.expect = null;
    scope.inFrom = true;
    const parts = [nameOf(token)];
    while (this.#tokens[this.#at + 1]?.text === "." && isName(this.#tokens[this.#at + 2])) {
      parts.push(nameOf(this.#tokens[this.#at + 2]!));
      this.#at += 2;
    }
    const isFunction = token.kind !== "string" && this.#tokens[this.#at + 1]?.text === "(";
    const name = parts.join(".");
    if (isFunction || parts.length > 1 || !isDefined(scope, name)) {
      this.#found.push({ name, isFunction, start: token.start });
    }
    return true;
  }

  #isDistinctFrom(): boolean {
    const before = this.#tokens[this.#at - 1];
    const earlier = this.#tokens[this.#at - 2]?.value;
    return before?.value === "DISTINCT" && (earlier === "IS" || earlier === "NOT");
  }

  /** Whether a query starts at token `at`, perhaps behind more parentheses. */
  #startsQuery(at: number): boolean {
    while (this.#tokens[at]?.text === "(") at++;
    const token = this.#tokens[at];
    return token?.kind === "word" && QUERY_START.has(token.value);
  }
}

function newScope(kind: Scope["kind"], parent: Scope | null): Scope {
  return {
    kind,
    parent,
    defined: new Set(),
    expect: null,
    inFrom: kind === "tables",
    inPivot: false,
    inWith: false,
    pendingCte: null,
    recursive: false,
    fresh: kind === "query",
  };
}

function isDefined(scope: Scope | null, name: string): boolean {
  for (let at = scope; at !== null; at = at.parent) {
    if (at.defined.has(name.toLowerCase())) return true;
  }
  return false;
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

function nameOf(token: Token): string {
  return token.kind === "word" ? token.text : token.value;
}
