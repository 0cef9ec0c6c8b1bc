import { PondError } from "../base/mod.ts";
import type { HostFiles } from "../tinyfs/mod.ts";

/**
 * What to do when the state of an earlier moment is asked for something that only the host knows,
 * as it is now.
 */
export interface LiveHostOptions {
  /** Refuse it. Default: say it once for each mounted directory. */
  readonly strict: boolean;
  readonly warn: (message: string) => void;
}

/** Host files for the reader of an earlier moment: the host has no past. */
export function liveHost(host: HostFiles, { strict, warn }: LiveHostOptions): HostFiles {
  const said = new Set<string>();
  const look = (root: string) => {
    if (strict) {
      throw new PondError("invalid-input", `cannot read ${root} as it was: the host has no past`, {
        hint: "leave out --strict to read what is there now, or `pond freeze` what is to be kept",
        data: { hostPath: root },
      });
    }
    if (said.has(root)) return;
    said.add(root);
    warn(`${root} is live: it is read as it is now, not as it was then`);
  };
  return {
    mountRoot: (hostPath) => host.mountRoot(hostPath),
    list: async (root, components) => {
      look(root);
      return await host.list(root, components);
    },
    stat: async (root, components) => {
      look(root);
      return await host.stat(root, components);
    },
    open: async (root, components) => {
      look(root);
      return await host.open(root, components);
    },
  };
}
