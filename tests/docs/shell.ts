/**
 * Shell blocks, run by a real Bash in which `pond` is a function: it hands its words to the program
 * in this process, because starting one for each of some hundred commands takes minutes. Everything
 * else (pipes, here-documents, redirections, variables) is Bash's own.
 */
import { runInProcess } from "../cli/in_process.ts";

/** Columns of the terminal at which the commands are typed. */
const COLUMNS = 100;

/**
 * Standard output and input of Bash carry the requests and the answers; what the block prints goes
 * to a file, and where a command's output is that file, it is at a terminal.
 */
const PRELUDE = `
exec 3<&0 4>&1 0</dev/null 1>>"$CONSOLE" 2>&1
pond() {
  local call status
  call=$(mktemp -d "$CALLS/call.XXXXXX")
  printf '%s\\0' "$@" >"$call/words"
  printf '%s' "$PWD" >"$call/cwd"
  printf '%s' "\${POND-}" >"$call/pond"
  [ /dev/stdin -ef /dev/null ] || cat >"$call/stdin"
  [ /dev/stdout -ef "$CONSOLE" ] && : >"$call/terminal"
  echo "$call" >&4
  read -r status <&3
  cat "$call/stdout" 2>/dev/null
  cat "$call/stderr" >&2
  return "$status"
}
`;

/** How a script ended. */
interface Shown {
  /** What it shows on the terminal. */
  readonly text: string;
  /** Of its last command. */
  readonly code: number;
}

/** Runs `script` in `cwd`, which is its home too. */
export async function runShell(script: string, { cwd }: { readonly cwd: string }): Promise<Shown> {
  const calls = Deno.makeTempDirSync({ prefix: "pond-docs-calls-" });
  const console = `${calls}/console`;
  Deno.writeTextFileSync(console, "");
  try {
    const child = new Deno.Command("bash", {
      args: ["--norc", "-c", `${PRELUDE}${script}`],
      cwd,
      env: { HOME: cwd, CALLS: calls, CONSOLE: console, LC_ALL: "C.UTF-8", TZ: "UTC" },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    const answers = child.stdin.getWriter();
    for await (const calls of child.stdout.pipeThrough(new TextDecoderStream())) {
      // A line is less than a pipe takes at once, so none comes in parts.
      for (const call of calls.trimEnd().split("\n")) {
        await answers.write(new TextEncoder().encode(`${await answer(call)}\n`));
      }
    }
    await answers.close();
    const { code } = await child.status;
    return { text: Deno.readTextFileSync(console), code };
  } finally {
    Deno.removeSync(calls, { recursive: true });
  }
}

/** Runs what stands in the directory `call`, leaves there what it prints, and returns its status. */
async function answer(call: string): Promise<number> {
  const words = Deno.readTextFileSync(`${call}/words`).split("\0").slice(0, -1);
  const { code, bytes, stderr } = await runInProcess(words, {
    cwd: Deno.readTextFileSync(`${call}/cwd`),
    env: { POND: Deno.readTextFileSync(`${call}/pond`) },
    ...exists(`${call}/terminal`) ? { columns: COLUMNS } : {},
    ...exists(`${call}/stdin`) ? { stdin: Deno.readFileSync(`${call}/stdin`) } : {},
  });
  Deno.writeFileSync(`${call}/stdout`, bytes);
  Deno.writeTextFileSync(`${call}/stderr`, stderr);
  return code;
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    // The function leaves only the files that say something.
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
