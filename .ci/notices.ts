/**
 * `deno task notices`: the licences of everything that the program is made of, in `NOTICE` and, for
 * `pond version --licenses`, in `lib/cli/notices_text.ts`. Both are committed; a test says when they
 * are behind `deno.lock`. Works under the same text are listed together, the text once.
 */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { type Part, PARTS } from "./notices/parts.ts";
import { idOf, type Package, runTimePackages } from "./packages.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

const TITLE = /^\W*((the )?mit license( \(mit\))?|bsd 3-clause license|isc license)\W*$/i;
const COPYRIGHT = /^\W*(copyright (?!and related)|\(c\) )|^\W*all rights reserved/i;
const LICENSE_FILE = /^(licen[cs]e|copying)([._].*)?$/i;
const NOTICE_FILE = /^notice/i;
const RULE = "=".repeat(80);

/** A work, with what is said of it, and the terms it is given under. */
interface Notice {
  readonly work: readonly string[];
  readonly terms: string;
}

if (import.meta.main) {
  const packages = await runTimePackages();
  const notices = [
    ...await Promise.all(PARTS.map((part) => partNotice(part, packages))),
    ...(await Promise.all(packages.map(packageNotices))).flat(),
  ];
  const text = noticesText(notices);
  await Deno.writeTextFile(join(ROOT, "NOTICE"), text);
  await Deno.writeTextFile(join(ROOT, "lib/cli/notices_text.ts"), noticesModule(text));
}

/** The module that the program reads them from. */
export function noticesModule(text: string): string {
  return `/** Made by \`deno task notices\`. */\n\nexport const NOTICES_TEXT: string = ${
    JSON.stringify(text)
  };\n`;
}

function noticesText(notices: readonly Notice[]): string {
  const groups = Map.groupBy(
    notices,
    ({ terms }) => terms.toLowerCase().replaceAll(/[^a-z0-9]+/g, " "),
  );
  const sections = [...groups.values()].map((members) => {
    const works = members.map(({ work }) => `  ${work.join("\n    ")}`).join("\n");
    return `${RULE}\n\n${works}\n\n${members[0]!.terms}\n`;
  });
  return [
    "pond\nCopyright 2026 the pond authors\n",
    "Licensed under the Apache License, Version 2.0; see LICENSE.\n",
    "It is made of, and an executable of it holds, the works below. Each list of works is followed\n" +
    "by the terms under which all of them are given.\n",
    ...sections,
  ].join("\n");
}

async function partNotice(part: Part, packages: readonly Package[]): Promise<Notice> {
  const holder = packages.find(({ name }) => name === part.package);
  if (part.package && !holder) throw new Error(`${part.package} is no package of the program`);
  const work = [
    holder ? `${part.name} (in ${idOf(holder)})` : part.name,
    part.copyright,
    `License: ${part.license}. Source: ${part.source}`,
    ...(part.remark ? wrapped(part.remark) : []),
  ];
  return { work, terms: await termsOf(part.text) };
}

/** The package's own licence file, and what a part says of one that has none. */
async function packageNotices(each: Package): Promise<Notice[]> {
  const directory = join(ROOT, "node_modules/.deno", idOf(each).replace("/", "+"), "node_modules");
  const files = [...Deno.readDirSync(join(directory, each.name))].map(({ name }) => name).sort();
  const read = (name: string) => Deno.readTextFile(join(directory, each.name, name));
  const licenses = files.filter((name) => LICENSE_FILE.test(name));
  if (licenses.length === 0) {
    if (PARTS.some((part) => part.package === each.name)) return [];
    throw new Error(`${idOf(each)} has no licence file; describe it in .ci/notices/parts.ts`);
  }
  const notice = files.find((name) => NOTICE_FILE.test(name));
  const attribution = notice
    ? (await read(notice)).trim().split("\n").map((line) => line.trim())
    : [];
  return await Promise.all(licenses.map(async (name) => {
    const { copyright, terms } = split(await read(name));
    const work = [idOf(each), ...copyright, ...attribution.filter((line) => line !== "")];
    return { work, terms: await plainTerms(terms) };
  }));
}

/** A licence file: whose it is, and the terms. */
function split(text: string): { copyright: string[]; terms: string } {
  const lines = text.replaceAll("\r", "").split("\n").filter((line) => !TITLE.test(line));
  if (/apache license\s+version 2\.0/i.test(text)) return { copyright: [], terms: text };
  const terms = lines.filter((line) => !COPYRIGHT.test(line) && !/^[^\w\s]{3,}$/.test(line.trim()));
  const copyright = lines.filter((line) => COPYRIGHT.test(line)).map((line) => line.trim());
  return { copyright, terms: terms.join("\n").replaceAll(/\n{3,}/g, "\n\n").trim() };
}

/** Apache's licence is one text, whatever copies leave out at its end. */
async function plainTerms(terms: string): Promise<string> {
  return /apache license\s+version 2\.0/i.test(terms) ? await termsOf("Apache-2.0") : terms;
}

async function termsOf(text: Part["text"]): Promise<string> {
  const file = text === "Apache-2.0" ? "LICENSE" : `.ci/notices/${text}.txt`;
  return (await Deno.readTextFile(join(ROOT, file))).trimEnd();
}

/** Lines of at most eighty characters. */
function wrapped(text: string): string[] {
  return text.match(/.{1,76}(?= |$)/g)!.map((line) => line.trim());
}
