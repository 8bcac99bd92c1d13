import { assertEquals } from "@std/assert";
import type { CommittedPosition } from "../../../src/kafka/position_client.ts";
import { fenceFormerVersion } from "../../../src/runner/former_version.ts";
import { Coordinators } from "./coordinators.ts";
import { sumSettings } from "./sums.ts";

async function fenced(
  positions: ReadonlyMap<number, CommittedPosition | null>,
  former: readonly string[] | null = null,
) {
  const coordinators = new Coordinators();
  coordinators.former = former;
  const { settings } = sumSettings({ cluster: coordinators.cluster });
  const mayHaveMoved = await fenceFormerVersion(settings, positions);
  return { asked: coordinators.asked, mayHaveMoved };
}

Deno.test("the ids of version 0.1 are fenced where a memo has no rules", async () => {
  const positions = new Map([
    [0, { offset: 5, memo: "sum 5" }],
    [1, { offset: 5, memo: "old 5" }],
    [2, { offset: 5, memo: "of another program" }],
    [3, null],
  ]);
  const { asked, mayHaveMoved } = await fenced(positions);
  const ends = [1, 2, 3].map((partition) => `end app-enrich-user-login-${partition}`);
  assertEquals(asked, ["known app-enrich-user-login-", ...ends]);
  assertEquals(mayHaveMoved, true);
});

Deno.test("nothing is fenced once all memos have rules", async () => {
  const { asked, mayHaveMoved } = await fenced(new Map([[0, { offset: 5, memo: "sum 5" }]]));
  assertEquals([asked, mayHaveMoved], [[], false]);
});

Deno.test("all partitions are fenced, however many there are", async () => {
  const partitions = Array.from({ length: 120 }, (_, partition) => partition);
  const { asked } = await fenced(new Map(partitions.map((partition) => [partition, null])));
  assertEquals(asked.filter((each) => each.startsWith("end ")).length, 120);
});

Deno.test("an id that no coordinator knows is not fenced, and nothing has moved", async () => {
  const { asked, mayHaveMoved } = await fenced(new Map([[0, null], [1, null]]), []);
  assertEquals([asked, mayHaveMoved], [["known app-enrich-user-login-"], false]);
});
