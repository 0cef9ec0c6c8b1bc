/** A config as a plain value. */
export type ConfigValue = { readonly [field: string]: unknown };

/** A config as YAML; text is taken as it is. */
export async function configText(config: string | ConfigValue): Promise<string> {
  if (typeof config === "string") return config;
  const { stringify } = await import("../deps/yaml.ts");
  return stringify(config, { version: "1.2", schema: "core", lineWidth: 100 });
}
