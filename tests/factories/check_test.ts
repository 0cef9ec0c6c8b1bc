import { check } from "../../lib/factories/check.ts";
import { PondError } from "../../lib/base/mod.ts";
import { assertRejects } from "../deps.ts";
import { testFactory } from "../contract/factory_contract.ts";
import { FakeWorld } from "./fake_context.ts";

const columns = [
  { name: "timestamp", type: { is: "timestamp" as const }, nullable: false },
  { name: "temp", type: { is: "double" as const }, nullable: true },
];

function prepare(world = new FakeWorld()): FakeWorld {
  world.stored.set("/s/a.series", { kind: "series", columns });
  return world;
}

testFactory({
  factory: check,
  yaml: "source: /s/a.series\nrows: {min: 1}\nfreshness: 2h\n",
  prepare: (world) => void prepare(world),
  destroy: (world) => world.stored.clear(),
});

Deno.test("check: a config that checks nothing, or can't, is refused with what to write", async () => {
  const refused = async (yaml: string, why: string) =>
    await assertRejects(() => prepare().mknod("/c", "check", yaml), PondError, why);
  await refused("source: /s/a.series\n", "nothing is checked");
  await refused("rows: {min: 1}\n", "source is missing");
  await refused("source: /s/a.series\nunique: []\n", "there is no column");
  await refused("source: /s/a.series\nnulls: {temp: '1.5'}\n", "has to be from 0 to 1");
  await refused("patterns: {a: /s/a.series}\nrows: {min: 1}\n", "source is missing");
  await refused("source: /s/nope\nrows: {min: 1}\n", "/s/nope");
});
