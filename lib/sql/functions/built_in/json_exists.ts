import { atPaths } from "../json/with_paths.ts";
import type { SqlFunction } from "../../calls/mod.ts";

export const jsonExists: SqlFunction = {
  names: ["json_exists"],
  topic: "json",
  summary: "Whether a JSON text has anything at a path, null included.",
  example: [`json_exists('{"a": null}', 'a')`, "true"],
  overloads: atPaths({ returns: "BOOLEAN", of: () => true, missing: false }),
};
