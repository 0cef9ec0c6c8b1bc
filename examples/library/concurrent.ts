/** Ten questions at once, while the event loop goes on. */
import { initPond } from "@pond/pond";

await using pond = await initPond(`${await Deno.makeTempDir()}/pond`, { threads: 2 });
let ticks = 0;
const timer = setInterval(() => ticks++, 5);
const questions = Array.from(
  { length: 10 },
  (_, n) =>
    pond.sql<{ sum: number }>`SELECT sum(range)::BIGINT + ${n} AS sum FROM range(300000)`.first(),
);
const sums = (await Promise.all(questions)).map((row) => row!.sum);
clearInterval(timer);
console.log(sums[0], sums[9]! - sums[0]!, ticks > 1);
// → 44999850000 9 true
