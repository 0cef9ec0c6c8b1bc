import { isPondError, PondError } from "../base/mod.ts";
import type { IngestOptions } from "./ingest_api.ts";
import type { Pond } from "../pond/mod.ts";
import {
  type ConfigFields,
  type ConfigOf,
  configText,
  type Position,
  readConfigValue,
} from "../config/mod.ts";
import type { FileKind } from "../tinyfs/mod.ts";
import { formatPath, parsePath } from "../paths/mod.ts";

/** A file of documents: its name, for messages, and its text. */
export interface ApplyFile {
  readonly name: string;
  readonly text: string;
}

/** What one document asks for. */
export type Wanted =
  | { readonly kind: "mkdir" }
  | ({ readonly kind: "ingest" } & WantedIngest)
  | {
    readonly kind: "copy";
    /** `host:PATH` or a pond path. */
    readonly source: string;
    readonly as: FileKind | undefined;
    readonly timeColumn: string | undefined;
  }
  | {
    readonly kind: "mknod";
    readonly factory: string;
    readonly yaml: string;
    /** Where the YAML begins in the file; null where its lines are not lines of the file. */
    readonly position: Position | null;
  };

/** What of {@linkcode IngestOptions} a document says. */
export type WantedIngest =
  & Required<Pick<IngestOptions, "sources" | "onChange" | "key" | "timeColumn" | "text">>
  & Pick<IngestOptions, "allowTypeChange">;

/** One document, checked as far as it can be without the pond. */
export interface ApplyDocument {
  /** The file's name. */
  readonly file: string;
  /** Canonical. */
  readonly path: string;
  readonly wanted: Wanted;
}

const DOCUMENT = {
  kind: {
    type: { is: "enum", values: ["mkdir", "copy", "mknod", "ingest"] },
    required: true,
    help: "what to make: mkdir, copy, mknod or ingest",
  },
  path: { type: { is: "path" }, required: true, help: "where in the pond" },
  spec: { type: { is: "any" }, default: {}, help: "what it is made of" },
} as const satisfies ConfigFields;

const COPY = {
  source: { type: { is: "string" }, required: true, help: "one file, host:PATH or a pond path" },
  as: {
    type: { is: "enum", values: ["data", "table", "series"] },
    help: "kind of a new file; default data, and for a source in the pond its own",
  },
  time_column: { type: { is: "string" }, help: "of a new series; default found by name" },
} as const satisfies ConfigFields;

const INGEST = {
  source: {
    type: { is: "texts" },
    required: true,
    help: "what the series takes from: host:PATH, pond paths, source URLs, globs of them",
  },
  on_change: {
    type: { is: "enum", values: ["error", "replace", "append", "skip"] },
    default: "error",
    help: "a source whose old part is not what was taken",
  },
  key: {
    type: { is: "list", of: { is: "string" } },
    default: [],
    help: "columns of which no two rows are to have the same values",
  },
  time_column: { type: { is: "texts" }, default: [], help: "of a new series" },
  options: {
    type: { is: "map", key: /^[a-z_]+$/, of: { is: "texts" } },
    help: "options of text, as texts: delimiter, null, timezone, …",
  },
  allow_type_change: { type: { is: "boolean" }, default: false, help: "takes other types" },
} as const satisfies ConfigFields;

const MKNOD = {
  factory: { type: { is: "string" }, required: true, help: "what makes its content" },
  config: { type: { is: "any" }, default: {}, help: "that factory's config, as YAML or as text" },
} as const satisfies ConfigFields;

/**
 * The documents of `file`, each checked by its kind and each config by its factory. Nothing of the
 * world is looked at.
 * @throws {PondError} `invalid-config`, `unknown-factory`, naming the file, line and column
 */
export async function readDocuments(
  { name, text }: ApplyFile,
  pond: Pond,
): Promise<ApplyDocument[]> {
  const { readConfigDocuments } = await import("../config/yaml/mod.ts");
  try {
    const documents: ApplyDocument[] = [];
    for (
      const document of readConfigDocuments<Document>(text, { fields: DOCUMENT }, {
        label: "apply",
      })
    ) {
      const path = formatPath(parsePath(document.path));
      documents.push({ file: name, path, wanted: await wantedBy(document, pond) });
    }
    return documents;
  } catch (error) {
    throw isPondError(error) ? errorIn(name, error) : error;
  }
}

/** `error` as one of `file`. */
export function errorIn(file: string, error: PondError): PondError {
  const { message, hint, data } = error;
  return new PondError(error.code, `cannot apply ${file}: ${message}`, {
    data,
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

type Document = ConfigOf<typeof DOCUMENT>;

async function wantedBy({ kind, spec }: Document, pond: Pond): Promise<Wanted> {
  switch (kind) {
    case "mkdir":
      readConfigValue(spec, { fields: {} }, { label: kind });
      return { kind };
    case "copy": {
      const read = readConfigValue<ConfigOf<typeof COPY>>(spec, { fields: COPY }, { label: kind });
      return { kind, source: read.source, as: read.as, timeColumn: read.time_column };
    }
    case "ingest": {
      const read = readConfigValue<ConfigOf<typeof INGEST>>(spec, { fields: INGEST }, {
        label: kind,
      });
      return {
        kind,
        sources: read.source,
        onChange: read.on_change,
        key: read.key,
        timeColumn: read.time_column,
        text: read.options ?? new Map(),
        allowTypeChange: read.allow_type_change,
      };
    }
    case "mknod": {
      const read = readConfigValue<ConfigOf<typeof MKNOD>>(spec, { fields: MKNOD }, {
        label: kind,
      });
      const { factory, config } = read;
      const text = typeof config === "string"
        ? { yaml: config, position: null }
        : configText(config) ?? { yaml: "{}\n", position: null };
      try {
        await pond.checkConfig(factory, text.yaml);
      } catch (error) {
        throw isPondError(error) ? moved(error, text.position) : error;
      }
      return { kind, factory, ...text };
    }
  }
}

/**
 * `error`, which is about a text that begins at `position` of the file, with the file's line and
 * column.
 */
export function moved(error: PondError, position: Position | null): PondError {
  const { line, column } = error.data;
  if (!position || typeof line !== "number" || typeof column !== "number") return error;
  const at = { line: line + position.line - 1, column: column + position.column - 1 };
  const message = error.message.replace(
    `line ${line}:${column}:`,
    `line ${at.line}:${at.column}:`,
  );
  return new PondError(error.code, message, {
    data: { ...error.data, ...at },
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}
