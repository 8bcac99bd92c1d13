import { assert, assertEquals } from "@std/assert";
import { GroupPositions } from "../../../src/audit/group_positions.ts";

/** A group in one partition whose committed offsets are these, one per request, then the last. */
async function group(answers: readonly number[], settleMs = 50) {
  let asked = 0;
  const reports: string[] = [];
  const position = () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)]!);
  const report = (line: string) => reports.push(line);
  const positions = await GroupPositions.read({ groupId: "g", position, settleMs, report }, 1);
  return { positions, reports, asked: () => asked };
}

Deno.test("covers() accepts offsets below the committed offset without asking again", async () => {
  const { positions, asked } = await group([5]);
  assert(await positions.covers(0, 4));
  assertEquals([positions.first(0), positions.first(1), asked()], [5, 0, 1]);
});

Deno.test("covers() waits for a committed offset that becomes visible after its facts", async () => {
  const { positions, reports } = await group([5, 5, 8], 10_000);
  assert(await positions.covers(0, 7));
  assertEquals(positions.first(0), 5);
  assertEquals(reports.length, 1);
});

Deno.test("covers() waits only once for offsets that the group never reaches", async () => {
  const { positions, reports } = await group([5]);
  assertEquals([await positions.covers(0, 5), await positions.covers(0, 6)], [false, false]);
  assertEquals(await positions.covers(1, 0), false);
  assertEquals(reports.length, 1);
});

Deno.test("haveMoved() notices a commit since the audit began", async () => {
  assertEquals(await (await group([5])).positions.haveMoved(), false);
  assertEquals(await (await group([5, 6])).positions.haveMoved(), true);
});
