import { timeForm } from "../base/mod.ts";

/** Dates as people write them; the time of day follows behind a space or a `T`. */
const DATES = [
  "%d.%m.%Y",
  "%d.%m.%y",
  "%d/%m/%Y",
  "%m/%d/%Y",
  "%d/%m/%y",
  "%m/%d/%y",
  "%d-%m-%Y",
  "%m-%d-%Y",
  "%Y.%m.%d",
  "%d-%b-%Y",
  "%d-%b-%y",
  "%d %b %Y",
  "%b %d, %Y",
  "%b %d %Y",
  "%a, %d %b %Y",
  "%Y-%j",
  "%Y%m%d",
  "%F",
];
const TIMES = ["", "%H:%M", "%T", "%T.%f", "%T,%f", "%I:%M %p", "%I:%M:%S %p", "%H%M%S", "%H%M"];
const ZONES = ["", "%z", " %z", " %Z"];
const OTHERS = ["%s.%f", "%H:%M", "%T", "%T.%f"];

let forms: readonly ReturnType<typeof timeForm>[] | null = null;

/** What to say to somebody whose time is of another form: the forms that would read it. */
export function timeHint(text: string): string {
  forms ??= [...combinations()].map(timeForm);
  const bytes = new TextEncoder().encode(text.trim());
  const moment = { seconds: 0, us: 0, hasOffset: false };
  const fitting = forms.filter((form) => form.read(bytes, 0, bytes.length, moment));
  if (fitting.length === 0) {
    return "`time_format` says how times are written, as strptime does: " +
      '`time_format: "%d.%m.%Y %H:%M"`';
  }
  if (fitting.every(({ kind }) => kind === "time")) {
    return "a time of day alone is not a time: `time_column: [date, time]` joins two columns";
  }
  const shown = fitting.slice(0, 2).map((form) => `\`time_format: "${form.text}"\``).join(" or ");
  return `${shown} reads ${JSON.stringify(text.slice(0, 80))}`;
}

function* combinations(): Generator<string> {
  for (const date of DATES) {
    yield date;
    for (const time of TIMES.slice(1)) {
      for (const zone of ZONES) {
        yield `${date} ${time}${zone}`;
        yield `${date}T${time}${zone}`;
      }
    }
  }
  yield* OTHERS;
}
