/**
 * A script over a pond, with a factory and a SQL function of its own: a calendar that says which
 * days are free, and a dew point that queries can ask for.
 *
 *     deno run --allow-read --allow-write examples/readings/main.ts FILE.csv POND
 */
import { defineFunction, initPond, isPondError, openPond, path } from "@pond/pond";
import { ingest } from "@pond/pond/commands";
import { defineFactory, tableFromRows } from "@pond/pond/factories";

const DAY_MS = 86_400_000;

/** Every day of a year, and whether people are at home. */
const calendar = defineFactory({
  name: "calendar",
  description: "the days of a year and which of them are free",
  fields: {
    year: { type: { is: "integer" }, required: true, help: "Which year" },
    holidays: {
      type: { is: "list", of: { is: "string" } },
      default: [],
      help: "Days, as 2026-05-01",
    },
  },
  open: ({ year, holidays }, context) =>
    tableFromRows(context, () => {
      const first = Date.UTC(year, 0, 1);
      const days = (Date.UTC(year + 1, 0, 1) - first) / DAY_MS;
      return Array.from({ length: days }, (_, index) => {
        const date = new Date(first + index * DAY_MS);
        const day = date.toISOString().slice(0, 10);
        return { day, free: [0, 6].includes(date.getUTCDay()) || holidays.includes(day) };
      });
    }),
});

/** By Magnus' formula, in °C. */
const dewPoint = defineFunction({
  name: "dew_point",
  args: ["double", "double"],
  returns: "double",
  call: (temp, humidity) => {
    const gamma = Math.log(humidity / 100) + (17.62 * temp) / (243.12 + temp);
    return (243.12 * gamma) / (17.62 - gamma);
  },
});

const own = { factories: [calendar], functions: [dewPoint] };

/** Opens the pond in `directory`; the first time makes it, with its calendar. */
async function openOwn(directory: string) {
  try {
    return await openPond(directory, own);
  } catch (error) {
    if (!isPondError(error, "not-found")) throw error;
  }
  const pond = await initPond(directory, own);
  const config = { year: 2026, holidays: ["2026-05-01"] };
  await pond.change("make", (change) => change.mknod("/calendar", { factory: "calendar", config }));
  return pond;
}

const [file, directory] = Deno.args;
if (file === undefined || directory === undefined) throw new Error("usage: main.ts FILE.csv POND");
await using pond = await openOwn(directory);
await ingest(pond, `host:${file}`, { to: "/indoors" });
const rows = pond.sql`
  SELECT free, count(*) AS readings, round(max(dew_point(temp, humidity)), 1) AS dew_point
  FROM ${path("/indoors")} JOIN ${path("/calendar")} ON day = strftime(time, '%Y-%m-%d')
  GROUP BY free ORDER BY free`;
for await (const { free, readings, dew_point } of rows) {
  console.log(
    `${free ? "free days" : "work days"}: ${readings} readings, dew point to ${dew_point} °C`,
  );
}
