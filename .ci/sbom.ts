/** The bill of materials of a release, in CycloneDX's JSON: from `deno.lock`, and what no lock file knows. */
import { fromFileUrl, join } from "../lib/deps/std_path.ts";
import { type Part, PARTS } from "./notices/parts.ts";
import { idOf, type Package, runTimePackages } from "./packages.ts";

const ROOT = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");

/** Licences that a package's manifest doesn't name as SPDX does. */
const LICENSES: Readonly<Record<string, string>> = {
  "flatbuffers": "Apache-2.0",
  "json-bignum": "MIT",
};

/** What a release is called and rests on. */
export interface Subject {
  readonly version: string;
  readonly license: string;
  /** Deno's version, in executables. */
  readonly deno: string;
}

/** The document, equal for equal inputs: it has no date and no number of its own. */
export async function sbom({ version, license, deno }: Subject): Promise<unknown> {
  const packages = await runTimePackages();
  const subject = purl("@pond/pond", version);
  const vendored = PARTS.filter((part) => part.name !== "Deno");
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": subject,
        name: "pond",
        version,
        purl: subject,
        licenses: licensesOf(license),
      },
    },
    components: [
      ...await Promise.all(packages.map(packageComponent)),
      ...vendored.map((part) => partComponent(part)),
      partComponent(PARTS.find((part) => part.name === "Deno")!, deno),
    ],
    dependencies: [
      { ref: subject, dependsOn: [...packages.map(purlOf), "part:Deno"] },
      { ref: "part:Deno", dependsOn: ["part:V8"] },
      ...packages.map((each) => ({
        ref: purlOf(each),
        dependsOn: [
          ...each.dependencies.map((id) => purl(...nameAndVersion(id))),
          ...vendored.filter((part) => part.package === each.name).map(refOf),
        ],
      })),
    ],
  };
}

async function packageComponent(each: Package) {
  const [algorithm, hash] = each.integrity.split("-") as [string, string];
  return {
    type: "library",
    "bom-ref": purlOf(each),
    name: each.name,
    version: each.version,
    purl: purlOf(each),
    hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: hexOf(hash) }],
    licenses: licensesOf(await licenseOf(each)),
  };
}

/** A part has no package of its own, so that its version is its holder's unless it is known. */
function partComponent(part: Part, version?: string) {
  return {
    type: part.name === "Deno" || part.name === "V8" ? "platform" : "library",
    "bom-ref": refOf(part),
    name: part.name,
    ...(version === undefined ? {} : { version }),
    copyright: part.copyright,
    licenses: licensesOf(part.license),
    externalReferences: [{ type: "website", url: part.source }],
  };
}

async function licenseOf(each: Package): Promise<string> {
  const known = LICENSES[each.name];
  if (known) return known;
  const directory = join(ROOT, "node_modules/.deno", idOf(each).replace("/", "+"), "node_modules");
  const text = await Deno.readTextFile(join(directory, each.name, "package.json"));
  return (JSON.parse(text) as { license: string }).license;
}

function licensesOf(license: string) {
  return license.includes(" ") ? [{ expression: license }] : [{ license: { id: license } }];
}

function refOf({ name }: Part): string {
  return `part:${name}`;
}

function purlOf({ name, version }: Package): string {
  return purl(name, version);
}

function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

function nameAndVersion(id: string): [string, string] {
  const at = id.lastIndexOf("@");
  return [id.slice(0, at), id.slice(at + 1)];
}

function hexOf(base64: string): string {
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0"))
    .join("");
}
