/** `"name"`, as SQL has it, whatever the name is. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'`, as SQL has it, whatever the text is. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
