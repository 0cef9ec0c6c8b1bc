import { assertEquals } from "../deps.ts";

Deno.test("yaml door: parses where no environment variable may be read", async () => {
  const door = new URL("../../lib/deps/yaml.ts", import.meta.url);
  const program = `
    import { Parser } from ${JSON.stringify(door.href)};
    console.log([...new Parser().parse("a: 1")].length);
  `;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", "--deny-env", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(program));
  await writer.close();
  assertEquals(new TextDecoder().decode((await child.output()).stdout), "1\n");
});
