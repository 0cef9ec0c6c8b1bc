import { createSqlEngine } from "../../lib/sql/mod.ts";
import { testEngineContract } from "../contract/engine_contract.ts";

// The first engine of a process opens what belongs to the process.
const first = createSqlEngine();
await first.columns({ sql: "SELECT 1 AS a", relations: new Map() });
first.close();

testEngineContract("DuckDB", createSqlEngine);
