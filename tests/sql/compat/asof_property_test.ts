/**
 * ASOF joins against a naive one, over keys and times with NULLs, in every form.
 * POND_ASOF_RUNS=2000 tries as many.
 */
import { assertEquals, fc } from "../../deps.ts";
import { fileOf, parquet, rowsOf, scan } from "../support.ts";

interface Row {
  readonly id: number;
  readonly k: number | null;
  readonly t: number | null;
  readonly v: number;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  ">=": (a, b) => a >= b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  "<": (a, b) => a < b,
};

const maybe = (max: number) => fc.option(fc.nat({ max }), { freq: 5 });
const rows = (range: number) =>
  fc.array(fc.record({ k: maybe(2), t: maybe(range), v: fc.nat({ max: 3 }) }), { maxLength: 12 })
    .map((made) => made.map((row, id) => ({ id, ...row })));

const question = fc.constantFrom(4, 20, 1000).chain((range) =>
  fc.record({
    left: rows(range),
    right: rows(range),
    operator: fc.constantFrom(...Object.keys(OPERATORS)),
    join: fc.constantFrom("", "LEFT"),
    keyed: fc.boolean(),
    leftOnly: fc.boolean(),
    rightOnly: fc.boolean(),
    where: fc.constantFrom(
      "",
      "x.v > 1",
      "y.v > 1",
      "y.t IS NULL",
      "x.k = 1",
      "y.t = 3",
      "y.k = x.k",
    ),
  })
);

/** Rows of the right with one time and key are one: which of two is found is anybody's guess. */
function distinct(right: readonly Row[]): readonly Row[] {
  return [...new Map(right.map((row) => [`${row.k} ${row.t}`, row])).values()];
}

/** What is compared: who found whom. */
type Pair = readonly [Row, Row | null];

const FILTERS: Readonly<Record<string, (pair: Pair) => boolean>> = {
  "": () => true,
  "x.v > 1": ([x]) => x.v > 1,
  "y.v > 1": ([, y]) => y !== null && y.v > 1,
  "y.t IS NULL": ([, y]) => y === null,
  "x.k = 1": ([x]) => x.k === 1,
  "y.t = 3": ([, y]) => y?.t === 3,
  "y.k = x.k": ([x, y]) => y !== null && y.k !== null && y.k === x.k,
};

async function table(made: readonly Row[]) {
  const values = made.map(({ id, k, t, v }) => `(${id}, ${k}, ${t}, ${v})`).join(", ");
  const where = made.length === 0 ? "WHERE false" : "";
  const sql = `SELECT id::INT id, k::INT k, t::INT t, v::INT v
    FROM (VALUES ${values || "(0, 0, 0, 0)"}) r(id, k, t, v) ${where}`;
  return scan([fileOf(await parquet(sql))], null);
}

Deno.test("ASOF JOIN: pairs are those of a naive join", async () => {
  await fc.assert(
    fc.asyncProperty(question, async (asked) => {
      const { left, operator, join, keyed, leftOnly, rightOnly, where } = asked;
      const right = distinct(asked.right);
      const holds = OPERATORS[operator]!;
      const found: Pair[] = left.flatMap((x): Pair[] => {
        const partners = right.filter((y) =>
          x.t !== null && y.t !== null && holds(x.t, y.t) &&
          (!keyed || x.k !== null && x.k === y.k) &&
          (!leftOnly || x.v < 2) && (!rightOnly || y.v > 0)
        ).toSorted((a, b) => operator.startsWith(">") ? b.t! - a.t! : a.t! - b.t!);
        const [best] = partners;
        if (!best) return join === "LEFT" ? [[x, null]] : [];
        return [[x, { ...best, k: keyed ? best.k : null }]];
      });
      const expected = found.filter(FILTERS[where === "y.k = x.k" && !keyed ? "" : where]!)
        .map(([x, y]) => [x.id, y?.t ?? null]);
      const conditions = [
        ...(keyed ? ["x.k = y.k"] : []),
        `x.t ${operator} y.t`,
        ...(leftOnly ? ["x.v < 2"] : []),
        ...(rightOnly ? ["y.v > 0"] : []),
      ].join(" AND ");
      // Without a key, rows of one time and different keys are as good as each other.
      const isSure = keyed || where !== "y.v > 1" && where !== "y.k = x.k";
      const filter = where !== "" && isSure && !(where === "y.k = x.k" && !keyed)
        ? `WHERE ${where}`
        : "";
      const sql = `SELECT x.id, y.t FROM l x ASOF ${join} JOIN r y ON ${conditions} ${filter}
        ORDER BY ALL`;
      const relations = { l: await table(left), r: await table(right) };
      const sure = filter === "" ? found.map(([x, y]) => [x.id, y?.t ?? null]) : expected;
      const sorted = sure.toSorted((a, b) => a[0]! - b[0]!);
      assertEquals((await rowsOf(sql, relations)).rows, sorted, sql);
    }),
    { numRuns: Number(Deno.env.get("POND_ASOF_RUNS") ?? 25) },
  );
});
