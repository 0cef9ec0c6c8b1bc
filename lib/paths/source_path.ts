/** Whether `text` is a source URL such as `csv:///ref/x.csv`, not a pond path. */
export function isSourceUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/**
 * The pond path or pattern in a source. The options of a URL begin at the first `?` that a name and
 * `=` follow, any other `?` is a wildcard; `%20` and the like are decoded.
 */
export function sourcePath(source: string): string {
  if (!isSourceUrl(source)) return source;
  const path = source.replace(/^[^:]*:\/\//, "").replace(/\?(?=[A-Za-z_]+=).*$/s, "");
  try {
    return decodeURIComponent(path);
  } catch {
    // What is no percent encoding is taken as it is; reading the source says so.
    return path;
  }
}
