/** A real pond in a temporary directory, beside a host directory to mount. */
import { initPond, type Pond } from "../../lib/pond/mod.ts";
import type { Node } from "../../lib/tinyfs/mod.ts";

export interface RealPond {
  readonly pond: Pond;
  /** The host directory. */
  readonly directory: string;
  mknod(path: string, factory: string, yaml: string): Promise<void>;
  /** The node at `path`, from a fresh look. */
  node(path: string): Promise<Node>;
  paths(pattern: string): Promise<string[]>;
  /** Rows of a query over the node at `path`, called `source`. */
  rows(path: string, sql?: string): Promise<unknown[]>;
}

/** Registers a test in a pond of its own. */
export function testInPond(
  name: string,
  body: (real: RealPond, context: Deno.TestContext) => Promise<void>,
): void {
  // DuckDB's bundle makes a message port when it looks what the platform can do, and never closes
  // it.
  Deno.test({
    name,
    sanitizeResources: false,
    fn: (context) => inPond((real) => body(real, context)),
  });
}

/** Runs `body` in a pond of its own. */
async function inPond(body: (real: RealPond) => Promise<void>): Promise<void> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  const directory = `${base}/host`;
  await Deno.mkdir(directory);
  const pond = await initPond(`${base}/pond`);
  const mknod = async (path: string, factory: string, yaml: string) => {
    await pond.transact(["test"], (change) => change.mknod(path, { factory, yaml }));
  };
  const node = async (path: string) => await (await pond.read()).resolve(path);
  const paths = async (pattern: string) => {
    const matches = await Array.fromAsync((await pond.read()).glob(pattern));
    return matches.map(({ path }) => path);
  };
  const rows = async (path: string, sql = "SELECT * FROM source") => {
    await using result = await (await pond.read()).query(path, { sql });
    const found: unknown[] = [];
    for await (const batch of result.batches) {
      for (const row of batch.toArray()) found.push({ ...row });
    }
    return found;
  };
  try {
    await body({ pond, directory, mknod, node, paths, rows });
  } finally {
    await pond.close();
    await Deno.remove(base, { recursive: true });
  }
}
