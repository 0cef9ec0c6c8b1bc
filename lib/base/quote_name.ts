/** `"name"`, as SQL has it, whatever the name is. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
