import { assert, assertEquals } from "@std/assert";
import { GroupPositions } from "../../../src/audit/group_positions.ts";

/** A group in one partition that gives these positions, one at each question, the last for ever. */
async function group(answers: readonly number[], settleMs = 50) {
  let asked = 0;
  const reports: string[] = [];
  const position = () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]!);
  const report = (line: string) => reports.push(line);
  const positions = await GroupPositions.read({ groupId: "g", position, settleMs, report }, 1);
  return { positions, reports, asked: () => asked };
}

Deno.test("what lies below the position is covered without another question", async () => {
  const { positions, asked } = await group([5]);
  assert(await positions.covers(0, 4));
  assertEquals([positions.first(0), positions.first(1), asked()], [5, 0, 1]);
});

Deno.test("a commit that is visible a moment later than its facts is waited for", async () => {
  const { positions, reports } = await group([5, 5, 8], 10_000);
  assert(await positions.covers(0, 7));
  assertEquals(positions.first(0), 5);
  assertEquals(reports.length, 1);
});

Deno.test("what the group never comes to is not covered, and only the first is waited for", async () => {
  const { positions, reports } = await group([5]);
  assertEquals([await positions.covers(0, 5), await positions.covers(0, 6)], [false, false]);
  assertEquals(await positions.covers(1, 0), false);
  assertEquals(reports.length, 1);
});

Deno.test("a group that commits meanwhile has moved", async () => {
  assertEquals(await (await group([5])).positions.haveMoved(), false);
  assertEquals(await (await group([5, 6])).positions.haveMoved(), true);
});
