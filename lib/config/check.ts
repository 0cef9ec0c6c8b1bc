import { isPondError, parseDurationUs, suggest } from "../base/mod.ts";
import type { Field, FieldType, ReadConfigOptions } from "./schema.ts";
import { expandEnv, namesVariables } from "./env.ts";
import { configFault, formatConfigPath } from "./fault.ts";
import { typeName } from "./help.ts";
import {
  type ConfigNode,
  type ConfigPath,
  type MapNode,
  plainNode,
  plainValue,
  type Position,
  type ScalarNode,
  withOrigin,
} from "./node.ts";
import { compileGlob, isSourceUrl, parsePath } from "../paths/mod.ts";

type Fields = { readonly [name: string]: Field };

/**
 * The value of `node` by `fields`: an object without a prototype, defaults filled in.
 * @throws {PondError} `invalid-config`
 */
export function checkConfig(
  node: ConfigNode,
  fields: Fields,
  options: ReadConfigOptions,
): Record<string, unknown> {
  return new Checker(options).object(node, fields, []);
}

class Checker {
  constructor(readonly options: ReadConfigOptions) {}

  object(node: ConfigNode, fields: Fields, at: ConfigPath): Record<string, unknown> {
    if (node.is !== "map") return this.#wrongType(node, at, "fields (name: value)");
    for (const [name, entry] of node.entries) {
      if (!Object.hasOwn(fields, name)) this.#unknownField(fields, { at, name, entry });
    }
    const object: Record<string, unknown> = Object.create(null);
    for (const [name, field] of Object.entries(fields)) {
      const path = [...at, name];
      const value = node.entries.get(name)?.value;
      if (value) object[name] = this.value(value, field.type, path);
      else if (field.default !== undefined) {
        object[name] = this.value(plainNode(field.default), field.type, path);
      } else if (field.required) this.#missingField(node, field, path);
    }
    return withOrigin(object, node);
  }

  value(node: ConfigNode, type: FieldType, at: ConfigPath): unknown {
    switch (type.is) {
      case "any":
        return plainValue(node);
      case "object":
        return this.object(node, type.fields, at);
      case "texts": {
        const items = node.is === "list" ? node.items : [node];
        return items.map((item) => this.value(item, { is: "string" }, at));
      }
      case "list":
        if (node.is !== "list") return this.#wrongType(node, at, typeName(type));
        return withOrigin(node.items.map((item, i) => this.value(item, type.of, [...at, i])), node);
      case "map":
        if (node.is !== "map") return this.#wrongType(node, at, typeName(type));
        return this.#map(node, type, at);
      case "list-or-map":
        if (node.is === "list") return this.value(node, type.list, at);
        if (node.is === "map") return this.value(node, type.map, at);
        return this.#wrongType(node, at, typeName(type));
      default:
        return this.#scalar(node, type, at);
    }
  }

  #map(node: MapNode, type: FieldType & { is: "map" }, at: ConfigPath): Map<string, unknown> {
    const map = new Map<string, unknown>();
    for (const [key, entry] of node.entries) {
      if (!type.key.test(key)) {
        this.#fail(entry.keyPosition, at, {
          why: `the name ${JSON.stringify(key)} is not allowed`,
          hint: `names here match ${type.key.source}`,
        });
      }
      map.set(key, this.value(entry.value, type.of, [...at, key]));
    }
    return withOrigin(map, node);
  }

  #scalar(node: ConfigNode, type: FieldType, at: ConfigPath): unknown {
    if (node.is !== "scalar") return this.#wrongType(node, at, typeName(type));
    const value = this.#expanded(node, type, at);
    switch (type.is) {
      case "boolean":
        if (typeof value === "boolean") return value;
        break;
      case "integer":
        if (typeof value === "number" && Number.isSafeInteger(value)) return value;
        break;
      case "duration":
        return this.#duration(value, node, at);
      case "enum":
        if (typeof value === "string" && type.values.includes(value)) return value;
        this.#wrongWord(value, node, { at, values: type.values });
        break;
      case "string":
      case "path":
      case "pattern":
      case "sql":
        if (typeof value === "string") return this.#text(value, type, { node, at });
    }
    return this.#wrongType(node, at, typeName(type));
  }

  /** Text with its variables replaced; a number or a truth value may come from a variable too. */
  #expanded(node: ScalarNode, type: FieldType, at: ConfigPath): ScalarNode["value"] {
    const { value } = node;
    if (typeof value !== "string" || !namesVariables(value)) return value;
    const expansion = expandEnv(value, this.options.env ?? (() => undefined));
    if ("why" in expansion) this.#fail(node.position, at, expansion);
    const { text } = expansion;
    if (type.is === "boolean" && /^(true|false)$/.test(text)) return text === "true";
    if (type.is === "integer" && /^-?\d+$/.test(text)) return Number(text);
    return text;
  }

  #text(
    value: string,
    type: FieldType,
    { node, at }: { node: ScalarNode; at: ConfigPath },
  ): string {
    if (value.includes("\0")) this.#fail(node.position, at, { why: "the text contains a NUL" });
    if (!value.isWellFormed()) {
      this.#fail(node.position, at, { why: "the text is not valid Unicode" });
    }
    if (type.is !== "string" && value.trim() === "") {
      this.#fail(node.position, at, { why: `expected ${typeName(type)}, got empty text` });
    }
    try {
      if (type.is === "path") parsePath(value);
      if (type.is === "pattern" && !isSourceUrl(value)) compileGlob(value);
    } catch (error) {
      if (!isPondError(error)) throw error;
      this.#fail(node.position, at, { why: error.message });
    }
    return value;
  }

  #duration(value: ScalarNode["value"], node: ScalarNode, at: ConfigPath): bigint {
    const hint = "write a number and a unit: 250ms, 30s, 5m, 6h, 1d";
    if (value === 0) return 0n;
    if (typeof value === "number") {
      this.#fail(node.position, at, { why: `the number ${value} needs a unit`, hint });
    }
    if (typeof value !== "string") return this.#wrongType(node, at, "a duration such as 6h");
    try {
      return parseDurationUs(value);
    } catch (error) {
      if (!isPondError(error)) throw error;
      return this.#fail(node.position, at, { why: error.message, hint });
    }
  }

  #wrongWord(
    value: ScalarNode["value"],
    node: ScalarNode,
    { at, values }: { at: ConfigPath; values: readonly string[] },
  ): void {
    if (typeof value !== "string") return;
    const meant = suggest(value, values);
    this.#fail(node.position, at, {
      why: `expected one of ${values.join(", ")}, got ${quoted(value)}`,
      hint: meant ? `did you mean ${meant}?` : `use one of ${values.join(", ")}`,
    });
  }

  #unknownField(
    fields: Fields,
    { at, name, entry }: { at: ConfigPath; name: string; entry: { keyPosition: Position | null } },
  ): never {
    const known = Object.keys(fields);
    const meant = suggest(name, known);
    this.#fail(entry.keyPosition, at, {
      why: `unknown field ${quoted(name)}`,
      hint: meant ? `did you mean "${meant}"?` : `the fields are ${known.join(", ")}`,
    });
  }

  #missingField(node: MapNode, field: Field, path: ConfigPath): never {
    this.#fail(node.position, path, {
      why: `the field ${formatConfigPath(path)} is missing`,
      hint: `${String(path.at(-1))}: ${field.help}`,
    });
  }

  #wrongType(node: ConfigNode, at: ConfigPath, expected: string): never {
    const isNumber = node.is === "scalar" && typeof node.value === "number";
    const quote = isNumber && expected.startsWith("text");
    this.#fail(node.position, at, {
      why: `expected ${expected}, got ${shown(node)}`,
      ...(quote ? { hint: "put it in quotes to make it text" } : {}),
    });
  }

  #fail(position: Position | null, at: ConfigPath, problem: { why: string; hint?: string }): never {
    const { label } = this.options;
    throw configFault({ at, ...problem }, { position, ...(label === undefined ? {} : { label }) });
  }
}

function shown(node: ConfigNode): string {
  if (node.is === "list") return "a list";
  if (node.is === "map") return "a map";
  if (node.value === null) return "nothing";
  if (typeof node.value === "string") return `the text ${quoted(node.value)}`;
  return typeof node.value === "number" ? `the number ${node.value}` : `${node.value}`;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
