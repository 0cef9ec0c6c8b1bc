/** Text after expansion, or why it can't be expanded. */
export type Expansion =
  | { readonly text: string }
  | { readonly why: string; readonly hint: string };

const OPENING = "${env:";
const REFERENCE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?$/;

/** Whether {@linkcode expandEnv} would change or refuse `text`. */
export function namesVariables(text: string): boolean {
  return text.includes(OPENING);
}

/**
 * `text` with `${env:NAME}` and `${env:NAME:-default}` replaced. The default stands in where the
 * variable is unset or empty, as in a shell. What comes out is not looked at again.
 */
export function expandEnv(text: string, env: (name: string) => string | undefined): Expansion {
  let result = "";
  let from = 0;
  for (;;) {
    const start = text.indexOf(OPENING, from);
    if (start < 0) return { text: result + text.slice(from) };
    const end = text.indexOf("}", start);
    const match = end < 0 ? null : REFERENCE.exec(text.slice(start + OPENING.length, end));
    if (!match) {
      return {
        why: `"${OPENING}" does not begin a variable`,
        hint: "write ${env:NAME} or ${env:NAME:-default}",
      };
    }
    const [, name, fallback] = match;
    const value = env(name!);
    const expanded = fallback !== undefined && (value === undefined || value === "")
      ? fallback
      : value;
    if (expanded === undefined) {
      return {
        why: `the environment variable ${name} is not set`,
        hint: `set ${name}, or write \${env:${name}:-default}`,
      };
    }
    result += text.slice(from, start) + expanded;
    from = end + 1;
  }
}
