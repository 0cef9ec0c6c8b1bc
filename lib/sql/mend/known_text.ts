import { rememberByText } from "../../base/mod.ts";
import type { Statement } from "../syntax/mod.ts";
import { checkForEngine } from "./faults.ts";
import { mended } from "./mend.ts";

/** The queries of a chain are asked for at each of its levels, and all of them again with each question. */
const KEPT = { limit: 256, maxLength: 16 * 1024 };

/** As {@linkcode checkForEngine}, once for each text. @throws {PondError} as that */
export const checkedForEngine: (sql: string) => Statement = rememberByText(checkForEngine, KEPT);

/** As {@linkcode mended}, once for each text. */
export const mendedOnce: (sql: string) => string = rememberByText(mended, KEPT);
