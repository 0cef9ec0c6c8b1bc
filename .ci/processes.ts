/** Runs a program to its end and returns what it printed; anything but success is an error. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    ...(cwd === undefined ? {} : { cwd }),
    env: { NO_COLOR: "1", ...env },
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`${command} ${args[0]} failed:\n${new TextDecoder().decode(stderr)}`);
}
