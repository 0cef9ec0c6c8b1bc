import { PondError } from "../base/mod.ts";

/**
 * `name` unchanged when it stays inside a store: relative, no empty, `.` or `..` component, no NUL.
 * @throws {PondError} `invalid-path`
 */
export function checkedName(name: string): string {
  const inside = name === "" ||
    !name.includes("\0") &&
      name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  if (inside) return name;
  throw new PondError(
    "invalid-path",
    `cannot use ${JSON.stringify(name)} as a stored name: it leaves the store`,
  );
}

/** The directory part of a stored name; empty for the root's own entries. */
export function parentName(name: string): string {
  const slash = name.lastIndexOf("/");
  return slash < 0 ? "" : name.slice(0, slash);
}
