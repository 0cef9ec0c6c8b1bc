/** What is asked, and where. `POND_DIFF_RUNS`, `POND_DIFF_SEED`, `POND_DIFF_MORE`: how much. */
import { generateQuestions } from "./generate.ts";
import { type Question, templateQuestions, writtenQuestions } from "./questions.ts";
import type { World } from "./worlds.ts";

export const RUNS = Number(Deno.env.get("POND_DIFF_RUNS") ?? 0);
/** CI asks more than every run of the tests. */
export const MORE = RUNS > 0 || Deno.env.get("POND_DIFF_MORE") !== undefined;
const GENERATED = RUNS || (MORE ? 300 : 150);
export const SEED = Number(Deno.env.get("POND_DIFF_SEED") ?? (RUNS ? Date.now() % 1_000_000 : 1));
/** Of the templates every third or sixth is asked where no long run is wanted. */
const TEMPLATE_STEP = RUNS ? 1 : MORE ? 3 : 6;

/** What is asked, and where: everywhere in a long run, else so that each world has its share. */
export function agenda(worlds: readonly World[]): readonly (readonly [Question, World])[] {
  const written = writtenQuestions();
  const templates = templateQuestions().filter((_, i) => i % TEMPLATE_STEP === 0);
  const generated = generateQuestions(SEED, GENERATED);
  if (RUNS) {
    return [...written, ...templates, ...generated].flatMap((question) =>
      worlds.map((world) => [question, world] as const)
    );
  }
  const other = (i: number) => worlds[i % worlds.length]!;
  return [
    ...written.map((question) => [question, worlds[0]!] as const),
    ...written.filter((_, i) => MORE || i % 3 === 0)
      .map((question, i) => [question, worlds[1 + i % (worlds.length - 1)]!] as const),
    ...templates.map((question, i) => [question, other(i)] as const),
    ...generated.map((question, i) => [question, other(i)] as const),
  ];
}
