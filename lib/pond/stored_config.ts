import { PondError } from "../base/mod.ts";
import type { Factory } from "../tinyfs/mod.ts";
import { type ReadConfigOptions, readConfigValue } from "../config/mod.ts";

/** A config as it is stored: YAML, or inside that of a directory, a value. */
export interface StoredConfig<Config> {
  /** Of its node. */
  readonly path: string;
  readonly config: Config;
  /** The version that its factory's configs had when it was written. */
  readonly version: number;
}

/** What a row without versions was written as: there was one version only. */
const FIRST_VERSION = 1;

/**
 * The config that `factory` opens its node with: one of an earlier version is brought up to date
 * first.
 * @throws {PondError} `unsupported` for one of a later version, `invalid-config`
 */
export async function readStoredYaml(
  factory: Factory,
  stored: StoredConfig<string>,
  options: ReadConfigOptions,
): Promise<unknown> {
  const { plainConfig, readConfig } = await import("../config/yaml/mod.ts");
  return migrated(factory, stored, {
    options,
    plain: () => plainConfig(stored.config, options),
    read: () => readConfig(stored.config, factory.schema, options),
  });
}

/** As {@linkcode readStoredYaml} for a value. */
export function readStoredValue(
  factory: Factory,
  stored: StoredConfig<unknown>,
  options: ReadConfigOptions,
): unknown {
  return migrated(factory, stored, {
    options,
    plain: () => structuredClone(stored.config),
    read: () => readConfigValue(stored.config, factory.schema, options),
  });
}

/**
 * What `read` gives for a config of the present version, and for an earlier one the upgrade of the
 * `plain` value.
 */
function migrated(
  factory: Factory,
  { path, version }: StoredConfig<unknown>,
  { options, plain, read }: {
    readonly options: ReadConfigOptions;
    readonly plain: () => unknown;
    readonly read: () => unknown;
  },
): unknown {
  const { name, schema, configVersion } = factory;
  if (version > configVersion) {
    throw new PondError(
      "unsupported",
      `cannot open ${path}: its config has version ${version}, this build's ${name} reads up to ${configVersion}`,
      {
        hint:
          "a later pond wrote it: use that, or write the config anew with `pond mknod --overwrite`",
      },
    );
  }
  if (version === configVersion || !factory.upgrade) return read();
  return readConfigValue(factory.upgrade(plain(), version), schema, options);
}

/** Config versions by factory. */
export type ConfigVersions = ReadonlyMap<string, number>;

/**
 * What is recorded beside a config: the version of its own factory, and of those that make its
 * entries.
 */
export function versionAttributes(factory: Factory, children: ConfigVersions) {
  return {
    config_version: factory.configVersion,
    ...(children.size === 0 ? {} : { child_config_versions: Object.fromEntries(children) }),
  };
}

/** The version that `attributes` record for the node's own config. */
export function recordedVersion(attributes: Readonly<Record<string, unknown>>): number {
  const version = attributes["config_version"];
  return typeof version === "number" ? version : FIRST_VERSION;
}

/**
 * The versions that `attributes` record for configs of entries; {@linkcode childVersion} knows the
 * others.
 */
export function recordedChildVersions(
  attributes: Readonly<Record<string, unknown>>,
): ConfigVersions {
  const versions = attributes["child_config_versions"];
  if (typeof versions !== "object" || versions === null) return new Map();
  return new Map(Object.entries(versions as Record<string, number>));
}

/** The version of an entry's config. */
export function childVersion(versions: ConfigVersions, factory: string): number {
  return versions.get(factory) ?? FIRST_VERSION;
}
