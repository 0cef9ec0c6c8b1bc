/**
 * Queries from a grammar: what they mean is the engines' business, that they mean one thing is the
 * grammar's.
 */
import type { Question } from "./questions.ts";
import { Random } from "./random.ts";
import { FILLINGS, SHAPES } from "./shapes.ts";

/** Columns of `t` by what can be done with them. Values are small enough that no sum overflows. */
const COLUMNS = {
  int: ["id", "k", "i8", "i16", "i32"],
  num: ["d2", "dec9"],
  text: ["s", "word", "en"],
  bool: ["bo"],
  time: ["ts", "tsn"],
  date: ["dt"],
  list: ["li"],
} as const;
type Kind = keyof typeof COLUMNS;
const KINDS = Object.keys(COLUMNS) as Kind[];
const SCALARS: readonly Kind[] = ["int", "num", "text", "bool", "time", "date"];
const TEXTS = ["'a'", "'red'", "'Zebra'", "'é'", "''", "'1'", "'x'", "'mid'"];
const MOMENTS = [
  "TIMESTAMP '2024-01-31 12:00:00'",
  "TIMESTAMP '2024-02-01 00:00:00'",
  "TIMESTAMP '2023-12-31 23:59:59.5'",
];
const DAYS = ["DATE '2024-01-31'", "DATE '2024-02-29'", "DATE '1970-01-01'"];

/** `count` queries that `seed` fixes. */
export function generateQuestions(seed: number, count: number): readonly Question[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => new Generator(random).question());
}

class Generator {
  readonly #random: Random;
  #approximate = false;
  #aliases = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  question(): Question {
    const shape = this.#random.pick([
      () => this.#plain("t"),
      () => this.#plain("t"),
      () => this.#grouped("t"),
      () => this.#grouped("t"),
      () => this.#joined(),
      () => this.#joined(),
      () => this.#windowed(),
      () => this.#setOperation(),
      () => this.#subquery(),
      () => this.#nested(),
      ...Array.from({ length: 10 }, () => () => this.#filled(this.#random.pick(SHAPES))),
    ]);
    const [sql, flags = ""] = shape().split(" -- ") as [string, string?];
    return {
      sql,
      from: "generated",
      ordered: flags === "ordered" || /ORDER BY id(?: LIMIT \d+)?$/.test(sql),
      approximate: flags === "approx" || this.#approximate,
    };
  }

  /** A shape without its gaps. */
  #filled(shape: string): string {
    return shape.replace(/\{(\w+)\}/g, (gap, name: string) => {
      if (name === "any") return this.#expression(this.#random.pick(SCALARS), 1);
      if (name === "cond") return `(${this.#condition(1)})`;
      const fillings = FILLINGS[name];
      if (fillings) return this.#filled(this.#random.pick(fillings));
      const kind = KINDS.find((each) => each === name);
      return kind ? this.#expression(kind, 1) : gap;
    });
  }

  #plain(table: string): string {
    const items = this.#some(
      4,
      () => `${this.#expression(this.#random.pick(KINDS), 2)} AS ${this.#alias()}`,
    );
    const where = this.#where(table);
    const end = this.#random.once(3)
      ? ` ORDER BY id${this.#random.once(2) ? ` LIMIT ${this.#random.below(30)}` : ""}`
      : "";
    return `SELECT id, ${items.join(", ")} FROM ${table}${where}${
      end === "" || !table.includes(" ") ? end : ""
    }`;
  }

  #grouped(table: string): string {
    const keys = this.#some(2, () => this.#expression(this.#random.pick(SCALARS), 1));
    const named = keys.map((key) => `${key} AS ${this.#alias()}`);
    const aggregates = this.#some(3, () => `${this.#aggregate()} AS ${this.#alias()}`);
    const list = keys.map((_, i) => `${i + 1}`).join(", ");
    const grouping = this.#random.pick([
      list,
      list,
      `ROLLUP (${keys.join(", ")})`,
      `CUBE (${keys.join(", ")})`,
      "ALL",
    ]);
    const having = this.#random.once(3) ? ` HAVING count(*) > ${this.#random.below(5)}` : "";
    return `SELECT ${[...named, ...aggregates].join(", ")} FROM ${table}${
      this.#where(table)
    } GROUP BY ${grouping}${having}`;
  }

  #joined(): string {
    const join = this.#random.pick([
      "JOIN",
      "LEFT JOIN",
      "RIGHT JOIN",
      "FULL JOIN",
      "SEMI JOIN",
      "ANTI JOIN",
      "ASOF JOIN",
      "ASOF LEFT JOIN",
    ]);
    const left = this.#derived("a", ["id", "k", "ts", "word", "d2", "i32"], "t");
    const right = this.#derived("b", ["uid", "k", "ts", "word", "v"], "u");
    const equal = this.#random.pick([
      "a.k = b.k",
      "a.word = b.word",
      "a.k = b.k AND a.word = b.word",
      "a.id = b.uid",
    ]);
    const on = join.startsWith("ASOF")
      ? `${this.#random.once(2) ? "" : `${equal} AND `}a.ts ${
        this.#random.pick([">=", ">", "<=", "<"])
      } b.ts`
      : `${equal}${
        this.#random.once(2) ? "" : this.#random.pick([
          " AND a.d2 < b.v",
          " AND b.v > 0",
          " AND a.i32 > 0",
          " AND a.id + b.uid > 20",
        ])
      }`;
    const isHalf = join === "SEMI JOIN" || join === "ANTI JOIN";
    const where = this.#random.once(2) ? "" : ` WHERE ${
      this.#random.pick([
        "a.id > 10",
        "a.k IS NOT NULL",
        "a.d2 > 0 OR a.d2 IS NULL",
        ...(isHalf ? [] : [
          "b.v > 0",
          "b.uid IS NULL",
          "a.k = b.k OR b.k > 2",
          "b.ts > TIMESTAMP '2024-01-31 06:00:00'",
        ]),
      ])
    }`;
    return `SELECT a.id, a.k, a.word${
      isHalf ? "" : ", b.uid, b.v"
    } FROM ${left} ${join} ${right} ON ${on}${where}`;
  }

  #windowed(): string {
    const frame = this.#random.pick([
      ...[
        "",
        " ROWS BETWEEN 3 PRECEDING AND CURRENT ROW",
        " ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING",
      ],
      ...[" ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING", " ROWS UNBOUNDED PRECEDING"],
      ...[
        " RANGE BETWEEN 5 PRECEDING AND CURRENT ROW",
        " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
      ],
    ]);
    const partition = this.#random.once(3)
      ? ""
      : `PARTITION BY ${this.#random.pick(["k", "word", "bo", "k, bo"])} `;
    const over = `OVER (${partition}ORDER BY id${frame})`;
    const ranked = `OVER (${partition}ORDER BY ${
      this.#random.pick(["k", "i32", "word", "dt DESC", "d2 NULLS FIRST"])
    }, id)`;
    const calls = this.#some(3, () =>
      this.#random.pick([
        () =>
          `${this.#random.pick(["sum", "min", "max", "count"])}(${
            this.#random.pick(["i8", "i32", "k", "dec9"])
          }) ${over}`,
        () =>
          `${this.#random.pick(["first_value", "last_value"])}(${
            this.#expression(this.#random.pick(SCALARS), 1)
          }) ${over}`,
        () =>
          `${this.#random.pick(["row_number()", "rank()", "dense_rank()", "ntile(4)"])} ${ranked}`,
        () =>
          `${this.#random.pick(["lag", "lead"])}(${
            this.#expression(this.#random.pick(SCALARS), 1)
          }, ${this.#random.below(3)}) ${ranked}`,
        () => `count(*) ${over}`,
      ])());
    const items = calls.map((call) => `${call} AS ${this.#alias()}`);
    const qualify = this.#random.once(4) ? ` QUALIFY row_number() ${ranked} < 4` : "";
    const inner = `SELECT id, k, word, ts, ${items.join(", ")} FROM t${this.#where("t")}${qualify}`;
    if (this.#random.once(2)) return inner;
    return `SELECT * FROM (${inner}) WHERE ${
      this.#random.pick([
        "k = 1",
        "word = 'red'",
        "id > 20",
        "ts > TIMESTAMP '2024-01-31 12:00:00'",
        "k IS NULL",
      ])
    }`;
  }

  #setOperation(): string {
    const kind = this.#random.pick(SCALARS);
    const side = () =>
      `SELECT ${this.#expression(kind, 1)} AS x, ${this.#random.pick(["k", "id"])} AS y FROM t${
        this.#where("t")
      }`;
    const operator = this.#random.pick(["UNION", "UNION ALL", "INTERSECT", "EXCEPT"]);
    const both = `${side()} ${operator} ${side()}`;
    return this.#random.once(2)
      ? both
      : `SELECT x, count(*) AS n, min(y) AS low FROM (${both}) GROUP BY x`;
  }

  #subquery(): string {
    const inner = this.#random.pick([
      "u.k = t.k",
      "u.word = t.word",
      "u.k > t.k",
      "u.uid = t.id",
      "u.k = t.k AND u.ts <= t.ts",
    ]);
    const condition = this.#random.pick([
      `EXISTS (SELECT 1 FROM u WHERE ${inner})`,
      `NOT EXISTS (SELECT 1 FROM u WHERE ${inner} AND u.v > 0)`,
      `k IN (SELECT k FROM u WHERE ${inner})`,
      `k NOT IN (SELECT k FROM u WHERE ${inner} AND k IS NOT NULL)`,
      `d2 > (SELECT avg(v) FROM u WHERE ${inner})`,
      `id < (SELECT count(*) * 3 FROM u WHERE ${inner})`,
      `k = ANY (SELECT k FROM u WHERE ${inner})`,
      `i32 > ALL (SELECT uid FROM u WHERE ${inner})`,
    ]);
    const value = this.#random.pick([
      `(SELECT max(v) FROM u WHERE ${inner})`,
      `(SELECT count(*) FROM u WHERE ${inner})`,
      `(SELECT min(u.word) FROM u WHERE ${inner})`,
    ]);
    return this.#random.once(2)
      ? `SELECT id, ${value} AS x FROM t WHERE ${condition}`
      : `SELECT id, ${condition} AS x FROM t${this.#where("t")}`;
  }

  #nested(): string {
    const inner = this.#random.once(2)
      ? `(SELECT *, ${this.#expression("int", 1)} AS extra FROM t${this.#where("t")}) q`
      : `(SELECT * FROM t WHERE ${this.#condition(1)} UNION ALL SELECT * FROM t WHERE ${
        this.#condition(1)
      }) q`;
    return this.#random.once(2) ? this.#grouped(inner) : this.#plain(inner);
  }

  #derived(name: string, columns: readonly string[], table: string): string {
    if (this.#random.once(2)) return `${table} ${name}`;
    const where = table === "t"
      ? this.#where("t")
      : this.#random.pick(["", " WHERE v > 0", " WHERE k < 5", " WHERE word <> 'pink'"]);
    return `(SELECT ${columns.join(", ")} FROM ${table}${where}) ${name}`;
  }

  #where(_table: string): string {
    return this.#random.once(3) ? "" : ` WHERE ${this.#condition(2)}`;
  }

  #condition(depth: number): string {
    const random = this.#random;
    if (depth > 0 && random.once(2)) {
      const [a, b] = [this.#condition(depth - 1), this.#condition(depth - 1)];
      return random.pick([`(${a} AND ${b})`, `(${a} OR ${b})`, `NOT (${a})`]);
    }
    const kind = random.pick(SCALARS);
    const value = this.#expression(kind, 1);
    return random.pick([
      `${value} ${random.pick(["=", "<>", "<", ">", "<=", ">="])} ${this.#literal(kind)}`,
      `${value} ${random.pick(["=", "<", ">"])} ${this.#expression(kind, 0)}`,
      `${value} IS ${random.once(2) ? "NOT " : ""}NULL`,
      `${value} ${random.once(2) ? "NOT " : ""}IN (${this.#literal(kind)}, ${this.#literal(kind)})`,
      `${value} BETWEEN ${this.#literal(kind)} AND ${this.#literal(kind)}`,
      `${value} IS ${random.once(2) ? "NOT " : ""}DISTINCT FROM ${this.#literal(kind)}`,
      `word LIKE ${random.pick(["'r%'", "'%e%'", "'_e_'", "'%d'"])}`,
      `list_contains(li, ${random.below(5)})`,
    ]);
  }

  #aggregate(): string {
    const random = this.#random;
    const filter = random.once(4) ? ` FILTER (WHERE ${this.#condition(0)})` : "";
    const any = () => this.#expression(random.pick(SCALARS), 1);
    return random.pick([
      () => `count(*)${filter}`,
      () => `count(DISTINCT ${any()})${filter}`,
      () => `${random.pick(["min", "max"])}(${any()})${filter}`,
      () => `sum(${random.pick(COLUMNS.int)})${filter}`,
      () =>
        this.#near(
          `${random.pick(["avg", "stddev", "sum"])}(${
            random.pick([...COLUMNS.int, ...COLUMNS.num])
          })${filter}`,
        ),
      () => `list(${random.pick(["id", "word"])} ORDER BY id)${filter}`,
      () => `string_agg(word, '|' ORDER BY id)${filter}`,
      () => `arg_max(id, ${random.pick(["ts", "id"])})${filter}`,
      () => `bool_or(${this.#condition(0)})${filter}`,
    ])();
  }

  #expression(kind: Kind, depth: number): string {
    const random = this.#random;
    if (depth === 0 || random.once(3)) {
      return random.once(5) && kind !== "list" ? this.#literal(kind) : random.pick(COLUMNS[kind]);
    }
    const inner = (other: Kind) => this.#expression(other, depth - 1);
    const choose = (options: readonly (() => string)[]) => random.pick(options)();
    const common = [
      () => `CASE WHEN ${this.#condition(0)} THEN ${inner(kind)} ELSE ${inner(kind)} END`,
      () => `coalesce(${inner(kind)}, ${inner(kind)})`,
    ];
    switch (kind) {
      case "int":
        return choose([
          ...common,
          () => `(${inner("int")} + ${random.below(9)}::BIGINT)`,
          () => `(${inner("int")}::BIGINT * ${random.below(9)})`,
          () => `(${inner("int")} % 7::BIGINT)`,
          () => `abs(${inner("int")}::BIGINT)`,
          () => `length(${inner("text")})`,
          () => `year(${inner(random.pick(["date", "time"]))})`,
          () => `len(${inner("list")})`,
          () => `date_diff('day', ${inner("date")}, ${random.pick(DAYS)})`,
        ]);
      case "num":
        return choose([
          ...common,
          () => this.#near(`(${inner("num")} * 2)`),
          () => this.#near(`(${inner("int")} / 4)`),
          () => this.#near(`sqrt(abs(${inner("num")}))`),
        ]);
      case "text":
        return choose([
          ...common,
          () => `upper(${inner("text")})`,
          () => `lower(${inner("text")})`,
          () => `(${inner("text")} || '-' || ${inner("text")})`,
          () => `substring(${inner("text")}, ${1 + random.below(3)}, 2)`,
          () => `replace(${inner("text")}, 'e', '3')`,
          () => `(${inner("int")})::VARCHAR`,
          () => `strftime(${inner("date")}, '%Y-%m')`,
          () => `regexp_replace(${inner("text")}, '[aeiou]', '*', 'g')`,
        ]);
      case "bool":
        return choose([...common, () => `(${this.#condition(depth - 1)})`]);
      case "time":
        return choose([
          ...common,
          () => `date_trunc('${random.pick(["hour", "day", "month"])}', ${inner("time")})`,
          () => `(${inner("time")} + INTERVAL ${random.below(40)} HOUR)`,
          () => `time_bucket(INTERVAL 6 HOUR, ${inner("time")})`,
        ]);
      case "date":
        return choose([
          ...common,
          () => `(${inner("date")} + ${random.below(40)})`,
          () => `(${inner("time")})::DATE`,
          () => `last_day(${inner("date")})`,
        ]);
      case "list":
        return choose([
          () => `list_sort(${inner("list")})`,
          () => `list_filter(${inner("list")}, x -> x > ${random.below(4)})`,
          () => `list_transform(${inner("list")}, x -> x + 1)`,
          () => `${inner("list")}[1:2]`,
          () => `list_reverse(${inner("list")})`,
        ]);
    }
  }

  #literal(kind: Kind): string {
    const random = this.#random;
    switch (kind) {
      case "int":
        return `${random.below(60)}`;
      case "num":
        return random.pick(["0", "1.5", "-2.25", "3", "0.01"]);
      case "text":
        return random.pick(TEXTS);
      case "bool":
        return random.pick(["true", "false"]);
      case "time":
        return random.pick(MOMENTS);
      case "date":
        return random.pick(DAYS);
      case "list":
        return "[1, 2]";
    }
  }

  #near(sql: string): string {
    this.#approximate = true;
    return sql;
  }

  #some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.#random.below(most) }, make);
  }

  #alias(): string {
    return `c${this.#aliases++}`;
  }
}
