import { endOf, isWord } from "../syntax/mod.ts";
import type { Rule, Site } from "./rule.ts";

/** 1.1 knows `x -> …` only; later releases warn of it and write `lambda x: …`. */
export const LAMBDA: Rule = {
  name: "`lambda x, y: …` is a function of its parameters, as `(x, y) -> …` is",
  since: "1.3.0",
  applies: (site) => parametersOf(site) !== null,
  apply(site) {
    const { statement: { tokens }, at } = site;
    const { names, colon } = parametersOf(site)!;
    const list = names.length === 1 ? names[0]! : `(${names.join(", ")})`;
    return [{ start: tokens[at]!.start, end: endOf(tokens[colon]!), text: `${list} -> ` }];
  },
};

/** The names between LAMBDA and its colon. */
function parametersOf(
  { statement: { tokens }, at }: Site,
): { readonly names: readonly string[]; readonly colon: number } | null {
  const before = tokens[at - 1];
  const isArgument = before?.kind === "open" || before?.text === ",";
  if (!isArgument || !isWord(tokens[at], "LAMBDA")) return null;
  const names: string[] = [];
  for (let i = at + 1;; i += 2) {
    const [name, next] = [tokens[i], tokens[i + 1]];
    if (name?.kind !== "word" && name?.kind !== "quoted") return null;
    names.push(name.text);
    if (next?.text === ":") return { names, colon: i + 1 };
    if (next?.text !== ",") return null;
  }
}
