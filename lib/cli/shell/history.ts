/** Lines that are remembered. */
const MOST_LINES = 1000;

/**
 * What was typed at earlier prompts, newest first; empty where there is none, or nothing that may
 * be read.
 */
export function readHistory(hostPath: string): string[] {
  try {
    if (!Deno.lstatSync(hostPath).isFile) return [];
    const lines = Deno.readTextFileSync(hostPath).split("\n").filter((line) => line !== "");
    return lines.slice(-MOST_LINES).reverse();
  } catch {
    // A prompt without a past is as good.
    return [];
  }
}

/** Keeps `lines`, newest first, for the next prompt; never through a link. */
export function writeHistory(hostPath: string, lines: readonly string[]): void {
  const text = lines.slice(0, MOST_LINES).toReversed().map((line) => `${line}\n`).join("");
  const temporary = `${hostPath}.${crypto.randomUUID()}`;
  try {
    Deno.writeTextFileSync(temporary, text, { createNew: true, mode: 0o600 });
    Deno.renameSync(temporary, hostPath);
  } catch {
    // A pond that may only be read has no memory of its prompts.
  }
}
