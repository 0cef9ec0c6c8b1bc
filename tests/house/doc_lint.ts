/**
 * `deno doc --lint` over the library and every room's door, printed with its findings and an exit
 * status. One rule is narrowed: Deno asks for prose on every property, `readonly rows: number`
 * included; here only what is exported must have it. What it finds in the types of a package isn't
 * ours; everything else counts.
 */
import { dirname } from "../../lib/deps/std_path.ts";
import { readText, repositoryFiles, ROOT } from "./tree.ts";

/** One finding: the rule, the place as `file:line:column`, and the whole text. */
interface Finding {
  readonly rule: string;
  readonly place: string;
  readonly text: string;
}

/** The parts of `deno doc --json` that say where exports are declared. */
interface DocOutput {
  readonly nodes: Readonly<
    Record<
      string,
      {
        readonly symbols: readonly {
          readonly declarations: readonly {
            readonly location: {
              readonly filename: string;
              readonly line: number;
              readonly col: number;
            };
          }[];
        }[];
      }
    >
  >;
}

/** What people import: here every property has its prose, too. */
const { exports } = JSON.parse(readText("deno.json")) as { exports: Record<string, string> };
const fronts = Object.values(exports);
const doors = repositoryFiles().filter((file) => /^mod\.ts$|^lib\/(\w+\/)+mod\.ts$/.test(file));

async function denoDoc(
  args: readonly string[],
  files: readonly string[] = doors,
): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", ...args, ...files],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Places of exported declarations, as findings name them (lines and columns from 1). */
async function exportPlaces(): Promise<Set<string>> {
  const { nodes } = JSON.parse((await denoDoc(["--json"])).stdout) as DocOutput;
  const places = Object.values(nodes).flatMap(({ symbols }) =>
    symbols.flatMap(({ declarations }) =>
      declarations.map(({ location }) =>
        `${new URL(location.filename).pathname}:${location.line}:${location.col + 1}`
      )
    )
  );
  return new Set(places);
}

function parseFindings(output: string): Finding[] {
  return output.split(/^(?=error\[)/m).filter((text) => text.startsWith("error[")).map((text) => ({
    rule: /^error\[([\w-]+)\]/.exec(text)![1]!,
    place: /-->\s+(\S+)/.exec(text)?.[1] ?? "",
    text: text.trim(),
  }));
}

if (import.meta.main) {
  const [{ stderr }, places, front] = await Promise.all([
    denoDoc(["--lint"]),
    exportPlaces(),
    denoDoc(["--lint"], fronts),
  ]);
  const findings = parseFindings(stderr);
  if (findings.length === 0 && /error/i.test(stderr)) throw new Error(stderr);
  const counted = findings.filter(({ rule, place }) =>
    !place.includes("/node_modules/") && (rule !== "missing-jsdoc" || places.has(place))
  );
  counted.push(...parseFindings(front.stderr));
  for (const { text } of counted) console.error(`${text}\n`);
  const rooms = new Set(doors.map((door) => dirname(door))).size;
  console.log(`doc lint: ${rooms} doors, ${places.size} exports, ${counted.length} findings`);
  if (counted.length > 0) Deno.exit(1);
}
