/** Words after which the next word is a secret: `--password x`, `--api-key x`. */
const SECRET_NAME =
  "(?:[\\w-]{0,40}(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?))";
const SECRET_FLAG = new RegExp(`^--?${SECRET_NAME}$`, "i");
/**
 * `token=x`, `"password": "x"`, `--api-key=x`; the value ends at white space, `&`, `;`, `,` or its
 * quote.
 */
const ASSIGNED = new RegExp(
  `(${SECRET_NAME}["']?\\s*[=:]\\s*)(?:"[^"]*"|'[^']*'|[^\\s&;,"']+)`,
  "gi",
);
/** `scheme://user:pass@host` and `scheme://token@host`. */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)[^/\s]+@/gi;
/** `user:pass@host`; `host:` begins a host file, whose name may hold an `@`. */
const BARE_USER_INFO = /(?<![\w.+-])(?!host:)[\w.+-]+:[^\s/@]+@(?=\w)/gi;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const REDACTED = "***";

/**
 * `words` as they may stand in the log for ever: user and password in URLs, values of options and
 * assignments whose names say password, secret, token or key, and bearer tokens become `***`.
 */
export function redactArgv(words: readonly string[]): string[] {
  return words.map((word, i) => {
    const before = words[i - 1];
    if (before !== undefined && SECRET_FLAG.test(before)) return REDACTED;
    return word.replace(USER_INFO, `$1${REDACTED}@`)
      .replace(BARE_USER_INFO, `${REDACTED}@`)
      .replace(ASSIGNED, `$1${REDACTED}`)
      .replace(BEARER, `$1 ${REDACTED}`);
  });
}
