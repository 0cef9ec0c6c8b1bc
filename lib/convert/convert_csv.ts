import { pace, PondError } from "../base/mod.ts";
import type { ByteSource, Column } from "../table/mod.ts";
import { type ColumnBatch, type ParquetTarget, writeParquetFile } from "../parquet/mod.ts";
import type { CellBlock } from "./cells.ts";
import { checkBlock, type PlannedColumn, withoutMisfits } from "./check_rows.ts";
import { newColumnBuilder } from "./column_builder.ts";
import { delimiterHint } from "./csv_dialect.ts";
import { type CsvInput, openCsv } from "./csv_input.ts";
import { placeDeclared } from "./declared.ts";
import type { Kind } from "./kinds.ts";
import type { Conversion, TextSummary } from "./options.ts";
import { Problems } from "./passed_over.ts";
import { takeAll, takeWhenFull } from "./row_groups.ts";
import { NumberTimes, timePlaceOf } from "./series_time.ts";
import { type ValueSyntax, valueSyntax } from "./value_syntax.ts";
import { widenKinds } from "./widen.ts";

/**
 * Writes CSV text as Parquet: as many rows as the text has records, in their order. Without a
 * schema every column gets the narrowest type that holds all of its values in the whole file (see
 * {@linkcode Kind}). The types are guessed from the first rows and the file is converted in one
 * pass; a value that does not fit makes the rest of the pass look for types only, and a second pass
 * writes. The time column of a series is a timestamp, whatever form its times have; integers are
 * looked at as a whole first.
 *
 * No engine is needed: DuckDB 0.9.1's own reader guesses types from a sample, passes over quoted
 * line ends and short rows in ways that depend on its settings, and cannot name a line.
 * @throws {PondError} `invalid-input` with label and line, and column and value where a value is
 *   wrong; `invalid-config` for options and declared types that text isn't read with
 */
export async function convertCsv(
  source: ByteSource,
  target: ParquetTarget,
  options: Conversion,
): Promise<TextSummary> {
  const { schema, label } = options;
  const begun = begin(source, options);
  if (schema) {
    const planned = plannedBySchema(begun.input, source, { ...options, schema });
    return summaryOf(await write(begun, planned, { options, target }), begun, planned);
  }
  const guess = await guessColumns(begun, options);
  const ready = guess.rest ? begin(source, options) : begun;
  const attempt = await write(ready, plan(guess), { options, target, guess });
  if (attempt.stopped === null) return summaryOf(attempt, ready, plan(guess));
  const again = begin(source, options);
  const whole = { ...guess, kinds: attempt.stopped };
  const planned = plan(whole);
  const leftBytes = attempt.summary.sizeBytes;
  const second = await write(again, planned, {
    options,
    target,
    leftBytes,
    guess: whole,
  });
  if (second.stopped === null) return summaryOf(second, again, planned);
  throw new PondError("internal", `cannot convert ${label}: its types are not what they were`);
}

/** A text at its first rows. */
interface Begun {
  readonly input: CsvInput;
  readonly first: CellBlock | null;
  readonly problems: Problems;
}

function begin(source: ByteSource, options: Conversion): Begun {
  const problems = new Problems(options.label, options.csv);
  const input = openCsv(source, options, problems);
  return { input, first: input.next(), problems };
}

function* blocks({ input, first }: Begun): Generator<CellBlock> {
  for (let block = first; block !== null; block = input.next()) yield block;
}

/** What columns hold as far as it has been looked at. */
interface Guess {
  readonly names: readonly string[];
  readonly kinds: Kind[];
  readonly syntaxes: readonly ValueSyntax[];
  /** The index of the time column of a series; -1: it is a table. */
  readonly timePlace: number;
  /** Whether the text has been read to its end for it. */
  readonly rest: boolean;
}

/** The kinds of the first block; of the whole text where its times are integers. */
async function guessColumns(begun: Begun, options: Conversion): Promise<Guess> {
  const { input, first } = begun;
  const { names } = input;
  const { csv, label, series } = options;
  const plain = valueSyntax(csv, { numericTimes: !series });
  const syntaxes = names.map(() => plain);
  const kinds: Kind[] = names.map(() => "null");
  if (first) widenKinds(kinds, first, syntaxes);
  if (!series) return { names, kinds, syntaxes, timePlace: -1, rest: false };
  const timePlace = input.joinedPlace >= 0
    ? input.joinedPlace
    : timePlaceOf(names, series, { label, kinds });
  syntaxes[timePlace] = valueSyntax(csv, { numericTimes: true });
  const isNumbers = csv.time_format.length === 0 && first !== null &&
    firstKind(first, timePlace, plain) === "int64";
  if (isNumbers) {
    const numbers = new NumberTimes(label, names[timePlace]!);
    for (const block of blocks(begun)) {
      widenKinds(kinds, block, syntaxes);
      numbers.add(block, timePlace);
      await pace();
    }
    syntaxes[timePlace] = valueSyntax({ ...csv, time_format: [numbers.form()] }, {
      numericTimes: true,
    });
  }
  // What is no time is found where it is read.
  kinds[timePlace] = "timestamp";
  return { names, kinds, syntaxes, timePlace, rest: isNumbers };
}

/** The kind of the first value of a column. */
function firstKind(
  { bytes, starts, ends, columns, rows }: CellBlock,
  place: number,
  syntax: ValueSyntax,
): Kind {
  for (let row = 0; row < rows; row++) {
    const cell = row * columns + place;
    if (starts[cell]! >= 0) return syntax.kindOf(bytes, starts[cell]!, ends[cell]!);
  }
  return "null";
}

function plan({ names, kinds, syntaxes, timePlace }: Guess): PlannedColumn[] {
  return names.map((name, place) => {
    const format = syntaxes[place]!.formatOfKind(kinds[place]!);
    // A column without values is text to who asks for it alone, and of any type beside others.
    const type = kinds[place] === "null" ? { is: "null" } as const : format.type;
    const column: Column = { name, type, nullable: true };
    return { column, place, format, isTime: place === timePlace };
  });
}

/** The columns of `schema` in its order, behind a time that is joined from others. */
function plannedBySchema(
  { names, joinedPlace }: CsvInput,
  source: ByteSource,
  options: Conversion & { readonly schema: readonly Column[] },
): PlannedColumn[] {
  const { schema, csv, label, series } = options;
  const syntax = valueSyntax(csv, { numericTimes: true });
  const joined: Column[] = joinedPlace < 0
    ? []
    : [{ name: names[joinedPlace]!, type: { is: "timestamp" }, nullable: false }];
  const columns = [...joined, ...schema];
  const looks = () => delimiterHint(source, csv);
  const places = placeDeclared(names, { schema: columns, label, looks });
  const timePlace = !series ? -1 : joinedPlace >= 0 ? joinedPlace : places[
    timePlaceOf(schema.map(({ name }) => name), series, {
      label,
      kinds: schema.map(({ type }) => type.is as Kind),
    })
  ]!;
  return columns.map((column, i) => {
    const place = places[i]!;
    return { column, place, format: syntax.formatOfColumn(column), isTime: place === timePlace };
  });
}

interface Output {
  readonly options: Conversion;
  readonly target: ParquetTarget;
  readonly leftBytes?: number;
  /** Of inferred columns: a value that doesn't fit widens them; else it is an error. */
  readonly guess?: Guess;
}

/**
 * One attempt; stopped by a value that widens a column it tells the kinds that hold the whole file.
 */
function write(begun: Begun, planned: readonly PlannedColumn[], output: Output) {
  const { options, target, leftBytes, guess } = output;
  const { input, problems } = begun;
  const { label, csv } = options;
  const builders = planned.map(({ format, place }) =>
    newColumnBuilder(format, { onlyNull: guess?.kinds[place] === "null" })
  );
  // Of inferred columns only the time can be wrong.
  const checked = guess ? planned.filter(({ isTime }) => isTime) : planned;
  async function* batches(): AsyncGenerator<readonly ColumnBatch[], Kind[] | null> {
    const remaining = blocks(begun);
    for (const read of remaining) {
      const lastIsOpen = input.endsOpen();
      const mayPass = checked.length > 0 && (csv.on_error !== "error" || lastIsOpen);
      const block = mayPass ? withoutMisfits(read, checked, { problems, lastIsOpen }) : read;
      let widens = false;
      planned.forEach((column, i) => {
        const misfit = builders[i]!.append(block, column.place);
        if (guess && !column.isTime) widens ||= misfit >= 0;
        else checkBlock(block, column, { label, misfit });
      });
      if (guess && widens) return await widened(guess, block, remaining);
      yield* takeWhenFull(builders);
      await pace();
    }
    yield takeAll(builders);
    return null;
  }
  const columns = planned.map(({ column }) => column);
  return writeParquetFile(batches(), {
    columns,
    target,
    ...(leftBytes === undefined ? {} : { leftBytes }),
  });
}

/** Kinds that hold what has been seen, `block` and all that remains. */
async function widened(
  guess: Guess,
  block: CellBlock,
  remaining: Iterable<CellBlock>,
): Promise<Kind[]> {
  const wider = [...guess.kinds];
  widenKinds(wider, block, guess.syntaxes);
  for (const rest of remaining) {
    await pace();
    widenKinds(wider, rest, guess.syntaxes);
  }
  if (guess.timePlace >= 0) wider[guess.timePlace] = "timestamp";
  return wider;
}

function summaryOf(
  { summary }: Awaited<ReturnType<typeof write>>,
  { problems }: Begun,
  planned: readonly PlannedColumn[],
): TextSummary {
  const time = planned.find(({ isTime }) => isTime);
  return {
    ...summary,
    timeColumn: time?.column.name ?? null,
    passedOver: problems.inOrder(),
    unfinished: problems.unfinished,
  };
}
