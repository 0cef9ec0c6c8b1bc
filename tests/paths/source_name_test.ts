import { PondError } from "../../lib/base/mod.ts";
import { parseSource } from "../../lib/paths/mod.ts";
import { CSV_DEFAULTS } from "../../lib/table/mod.ts";
import { assertEquals, assertThrows } from "../deps.ts";

Deno.test("parseSource: paths, globs and URLs apart", () => {
  assertEquals(parseSource("/a/b.series"), { path: "/a/b.series", isGlob: false, format: null });
  assertEquals(parseSource("a/*.series"), { path: "a/*.series", isGlob: true, format: null });
  assertEquals(parseSource("parquet:///x%20y.parquet"), {
    path: "/x y.parquet",
    isGlob: false,
    format: { format: "parquet" },
  });
  assertEquals(parseSource("csv:///x?.csv").isGlob, true);
  assertEquals(parseSource("csv:///100%.csv").path, "/100%.csv");
});

Deno.test("parseSource: options of csv", () => {
  const { path, format } = parseSource(
    "csv:///r/?/*.csv?delimiter=;&header=false&skip=2&null=NA&ragged=fill&encoding=latin1&quote=",
  );
  assertEquals(path, "/r/?/*.csv");
  assertEquals(format, {
    format: "csv",
    csv: {
      ...CSV_DEFAULTS,
      delimiter: ";",
      header: false,
      skip: 2,
      null: ["NA"],
      ragged: "fill",
      encoding: "windows-1252",
      quote: "",
    },
  });
  assertEquals(parseSource("csv:///x?delimiter=%09").format?.csv?.delimiter, "\t");
  assertEquals(parseSource("csv:///x?delimiter=\\t").format?.csv?.delimiter, "\t");
  const jsonl = parseSource("jsonl:///x?compression=zstd&encoding=utf-16").format;
  assertEquals([jsonl?.compression, jsonl?.csv?.encoding], ["zstd", "utf-16le"]);
  const many = "csv:///x?null=NA&null=---&decimal=,&thousands=.&time_format=%25d.%25m.%25Y" +
    "&time_format=ISO8601&timezone=europe/vienna&names=a&names=b&on_error=skip&comment=%23";
  assertEquals(parseSource(many).format?.csv, {
    ...CSV_DEFAULTS,
    null: ["NA", "---"],
    decimal: ",",
    thousands: ".",
    time_format: ["%d.%m.%Y", "ISO8601"],
    timezone: "europe/vienna",
    names: ["a", "b"],
    on_error: "skip",
    comment: "#",
  });
  assertEquals(parseSource("csv:///x?time_column=date&time_column=time").format?.series, {
    timeColumn: "date",
    joined: ["date", "time"],
  });
  assertEquals(parseSource("series:///x?time_column=at").format, {
    format: "parquet",
    series: { timeColumn: "at" },
  });
});

Deno.test("parseSource: unknown schemes, options and values are errors with a hint", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["cvs:///x", 'no scheme "cvs"', "did you mean csv?"],
    ["csv:///x?delimeter=;", 'no option "delimeter"', "did you mean delimiter?"],
    ["parquet:///x?header=true", 'no option "header"', "there are compression"],
    [
      "jsonl:///x?decimal=,",
      'no option "decimal"',
      "there are encoding, compression, time_format, timezone, on_error",
    ],
    ["csv:///x?timezone=Europe/Wien", 'no time zone "Europe/Wien"', ""],
    [
      "csv:///x?encoding=klingon",
      'no encoding "klingon"',
      "use a label of the Encoding Standard: utf-8, utf-16le, windows-1252, shift_jis, gbk, …",
    ],
    ["csv:///x?time_format=dd.mm", "neither date nor time", ""],
    ["csv:///x?on_error=ignore", "one of error, skip, null", ""],
    ["csv:///x?decimal=,&thousands=,", "decimal separator as well", ""],
    ["csv:///x?header=yes", "true or false", ""],
    ["csv:///x?skip=-1", "a number of lines", ""],
    ["csv:///x?delimiter=ab", "one character", ""],
    ["csv:///x?compression=gz", '"gz" has to be one of gzip, zstd, none', ""],
    ["csv://host/x.csv", "leading slash", ""],
  ];
  for (const [text, message, hint] of cases) {
    const error = assertThrows(() => parseSource(text), PondError, message);
    assertEquals(error.code, "invalid-input");
    if (hint) assertEquals(error.hint, hint);
  }
  assertThrows(() => parseSource("constructor:///x"), PondError, "no scheme");
});
