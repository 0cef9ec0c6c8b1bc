/** Every example in help is run, each in a copy of one directory in which it makes sense. */
import { COMMANDS } from "../../lib/cli/program/command_list.ts";
import { assertEquals } from "../deps.ts";
import { runShell } from "./shell.ts";

/** Examples that can't be run here, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  "pond init": "there is a pond; the pages make one",
  "pond init /srv/sensors": "a place of the machine's",
  "pond watch ingest 'host:data/*.csv' /s.series": "runs until it is interrupted",
  "pond push /mnt/stick/sensors": "a place of the machine's",
  "pond pull /mnt/stick/sensors": "a place of the machine's",
  "pond clone /mnt/stick/sensors .pond": "a place of the machine's",
  "pond shell": "a prompt; tests/cli/shell_test.ts types into one",
  "pond help --man | man -l -": "needs man; tests/cli/man_page_test.ts renders the page",
  "pond diff /report --at now-1d": "needs a pond of yesterday",
  "pond restore --at now-1d /derived": "needs a pond of yesterday",
  "pond page --at now-7d --title 'Last week' -o week.html": "needs a pond of last week",
};

const ROWS = "timestamp,site,temp\n2026-01-01T00:00:00Z,a,1.5\n2026-01-01T01:00:00Z,b,2.5\n";

/** What the examples take as given. */
const GIVEN = `
mkdir -p data logger .config/fish/completions
for f in readings.csv data/jan1.csv data/feb1.csv logger/a.csv a.csv; do cp rows.csv "$f"; done
printf 'timestamp,site,temp\\n2026-02-01T00:00:00Z,a,1.5\\n' > export.csv
echo 'SELECT 1 AS one;' > report.sql
mkdir mounted && echo "directory: $PWD/mounted" > mount.yaml
echo 'source: /sensors.series' > alerts.yaml
printf 'kind: mkdir\\npath: /stack\\n' | tee stack.yaml > mounts.yaml
printf 'kind: mkdir\\npath: /stack/series\\n' > series.yaml
pond init
pond mkdir /raw /ref /sensors /tables /reports /archive /old /data /checks /derived
pond copy host:rows.csv /raw/x.csv
pond copy --as series csv:///raw/x.csv /sensors.series
pond copy --as series csv:///raw/x.csv /s.series
pond copy --as series csv:///raw/x.csv /sensors/lake
pond copy --as table csv:///raw/x.csv /sensors/more.series
pond copy --as table csv:///raw/x.csv /t
pond copy --as table csv:///raw/x.csv /t.table
pond copy host:export.csv /raw/export.csv
pond copy --as series csv:///raw/export.csv /jan
pond copy /jan host:jan.parquet
printf 'site,name\\na,North\\n' | pond copy - /ref/sites.csv
printf 'id,n\\n1,2\\n' > c.csv
pond copy host:c.csv /c.csv
pond copy --as table csv:///c.csv /customers
pond copy --as table csv:///c.csv /customers
echo note | pond copy - /notes.txt
echo note, changed | pond copy - /notes.txt
echo config | pond copy - /config.yaml
pond copy host:a.csv /a.csv
pond copy host:a.csv /b.csv
pond copy host:a.csv /data/2026.csv
pond copy host:a.csv /scratch.txt
echo 'query: SELECT count(*) AS n FROM "/t"' > q.yaml
pond mknod --factory sql-derived-table /report q.yaml
pond mknod --factory sql-derived-table /report.table q.yaml
pond mknod --factory sql-derived-table /reports/daily q.yaml
pond mknod --factory hostmount /mnt mount.yaml
printf 'source: /t\\nrows: {min: 1}\\n' | pond mknod --factory check /checks/t -
printf 'timestamp,site,temp\\n2026-01-02T00:00:00Z,a,3\\n' > d2.csv
printf 'timestamp,site,temp\\n2026-01-03T00:00:00Z,a,4\\n' > d3.csv
pond ingest host:d2.csv /sensors/lake
pond ingest host:d3.csv /sensors/lake
`;

/** Before the examples that need more, or less. */
const BEFORE: Readonly<Record<string, string>> = {
  "pond pull --dry-run copy": "pond push copy",
  "pond verify copy": "pond push copy",
  "pond verify sensors.tar": "pond pack sensors.tar",
  "pond show --config --version 1 /alerts":
    "pond mknod --factory sql-derived-series /alerts alerts.yaml",
  "pond mknod --factory hostmount /mnt mount.yaml": "pond rm /mnt",
  "pond mv /a.csv /b.csv": "pond rm /b.csv",
  "pond restore /sensors/lake": "pond rm /sensors/lake",
};

const IS_WINDOWS = Deno.build.os === "windows";

Deno.test("help: every example runs", { ignore: IS_WINDOWS }, async () => {
  const given = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "pond-help-" }));
  const cwd = `${given}-run`;
  try {
    Deno.writeTextFileSync(`${given}/rows.csv`, ROWS);
    const made = await runShell(`set -e${GIVEN}`, { cwd: given });
    assertEquals(made.code, 0, made.text);
    const examples = COMMANDS.flatMap((command) => command.examples.map(({ words }) => words));
    assertEquals(Object.keys(NOT_RUN).filter((words) => !examples.includes(words)), []);
    const failed: string[] = [];
    for (const words of examples) {
      if (Object.hasOwn(NOT_RUN, words)) continue;
      await new Deno.Command("cp", { args: ["-r", given, cwd] }).output();
      const { text, code } = await runShell(`${BEFORE[words] ?? ":"} && ${words}`, { cwd });
      if (code !== 0) failed.push(`${words}\n${text}`);
      Deno.removeSync(cwd, { recursive: true });
    }
    assertEquals(failed, []);
  } finally {
    for (const directory of [given, cwd]) {
      await Deno.remove(directory, { recursive: true }).catch(() => {
        // The copy is there only where an example failed.
      });
    }
  }
});
