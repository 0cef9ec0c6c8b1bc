import { loadHyparquetWriter } from "../deps_hyparquet_writer.ts";
import { join } from "../../lib/deps/std_path.ts";
import { assertEquals, assertMatch } from "../deps.ts";
import { type ProgramResult, runPond } from "../program.ts";
import { type InProcessOptions, runInProcess } from "./in_process.ts";

/**
 * A process for each of some hundred commands takes a minute, so the same program runs inside the
 * tests' process unless `POND_TEST_PROCESS=1` or another program is asked for; `process_test.ts`
 * always starts processes.
 */
export const IN_PROCESS = !Deno.env.get("POND_TEST_PROCESS") && !Deno.env.get("POND_TEST_PROGRAM");

type RunOptions = Omit<InProcessOptions, "cwd">;

/** A temporary host directory with a pond in `.pond`, and the program run in it. */
export class Scenario {
  constructor(readonly directory: string) {}

  /** Runs `pond …words`, however it ends. */
  run(words: readonly string[], options: RunOptions = {}): Promise<ProgramResult> {
    const run = IN_PROCESS ? runInProcess : runPond;
    return run(words, { cwd: this.directory, ...options });
  }

  /** Runs `pond …words`, which must succeed, and returns its standard output. */
  async ok(...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words);
    assertEquals(code, 0, `pond ${words.join(" ")}: ${stderr}`);
    return stdout;
  }

  /** As {@linkcode Scenario.ok}, the bytes. */
  async bytes(...words: string[]): Promise<Uint8Array> {
    const { code, bytes, stderr } = await this.run(words);
    assertEquals(code, 0, `pond ${words.join(" ")}: ${stderr}`);
    return bytes;
  }

  /**
   * Runs `pond …words`, which must fail with `status`, say why in the form promised, and put out
   * nothing.
   */
  async fails(status: number, ...words: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(words);
    assertEquals(code, status, `pond ${words.join(" ")}: ${stdout}${stderr}`);
    assertEquals(stdout, "");
    assertMatch(stderr, /^pond: .+\n(hint: .+\n)?$/);
    return stderr;
  }

  /** Puts a host file there and returns `host:NAME`. */
  host(name: string, content: string | Uint8Array): string {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(join(this.directory, name), bytes);
    return `host:${name}`;
  }

  read(name: string): Uint8Array {
    return Deno.readFileSync(join(this.directory, name));
  }
}

/** Plays `work` in a fresh pond. */
export async function scenario(work: (pond: Scenario) => Promise<void>): Promise<void> {
  const directory = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "pond-cli-" }));
  try {
    const played = new Scenario(directory);
    await played.ok("init", "--quiet");
    await work(played);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

/** A reading in a Parquet file. */
export interface Reading {
  readonly hour: number;
  readonly site: string;
  readonly temp?: number | null;
}

/** Readings as Parquet: `timestamp`, `site` and, where the first one has it, `temp`. */
export async function parquetOf(readings: readonly Reading[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await loadHyparquetWriter();
  const timestamp = readings.map(({ hour }) => new Date(Date.UTC(2026, 0, 1, hour)));
  const temp = readings.map((reading) => reading.temp ?? null);
  return new Uint8Array(parquetWriteBuffer({
    columnData: [
      { name: "timestamp", data: timestamp, type: "TIMESTAMP", nullable: false },
      { name: "site", data: readings.map(({ site }) => site), type: "STRING" },
      ...(readings[0]?.temp === undefined
        ? []
        : [{ name: "temp", data: temp, type: "DOUBLE" as const }]),
    ],
  }));
}
