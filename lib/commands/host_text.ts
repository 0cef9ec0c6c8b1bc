import { PondError } from "../base/mod.ts";
import { parseEndpoint } from "./endpoint.ts";
import { readHostFile, writeHostFile } from "./host_file.ts";

/**
 * The bytes of a host file named by a word: a path, `host:PATH`, or `-` for standard input.
 * @throws {PondError} `not-found`, `is-a-directory`, `permission`, `io`
 */
export function hostContent(
  word: string,
  stdin: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const endpoint = parseEndpoint(word === "-" || word.startsWith("host:") ? word : `host:${word}`);
  return endpoint.at === "host" ? readHostFile(endpoint.hostPath) : stdin;
}

/**
 * As {@linkcode hostContent}, as text.
 * @throws {PondError} `invalid-input` when it is not UTF-8
 */
export async function hostText(word: string, stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  try {
    for await (const chunk of hostContent(word, stdin)) {
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PondError("invalid-input", `cannot read ${word}: it is not UTF-8 text`, {
      cause: error,
    });
  }
}

/**
 * Writes `content` to the host file that a word names: a path or `host:PATH`.
 * @throws {PondError} as {@linkcode writeHostFile}
 */
export async function writeHostBytes(word: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await writeHostFile(
    word.replace(/^host:/, ""),
    (async function* () {
      yield bytes;
    })(),
  );
}
