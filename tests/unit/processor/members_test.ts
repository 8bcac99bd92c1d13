import { assertEquals } from "@std/assert";
import { Members } from "../../../src/processor/members.ts";

Deno.test("a process has joined once each worker is in both groups", () => {
  const members = new Members(2, 2);
  const joined = ([[0, "enrich"], [0, "count"], [1, "count"], [1, "enrich"]] as const).map(
    ([worker, stage]) => {
      members.take({ event: "assigned", stage, partitions: [] }, worker);
      return members.haveJoined;
    },
  );
  assertEquals(joined, [false, false, false, true]);
});

Deno.test("a process whose worker was lost has not joined any more", () => {
  const members = new Members(1, 2);
  members.take({ event: "assigned", stage: "enrich", partitions: [0] }, 0);
  members.take({ event: "assigned", stage: "count", partitions: [0] }, 0);
  members.lose(0);
  assertEquals(members.haveJoined, false);
});

Deno.test("a process that does not count joins one group", () => {
  const members = new Members(1, 1);
  members.take({ event: "assigned", stage: "enrich", partitions: [0] }, 0);
  assertEquals(members.haveJoined, true);
});
