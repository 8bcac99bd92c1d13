import { assertEquals } from "@std/assert";
import { stagePositions } from "../../../src/survey/stage_positions.ts";

const member = { memberId: "m", clientId: "app@host:7", host: "10.0.0.1", partitions: [1] };

function watchOf(...members: readonly (typeof member)[]) {
  return {
    members: () => Promise.resolve([...members]),
    committed: () => Promise.resolve(new Map([[1, 7]])),
    edges: (_: string, edge: "start" | "end") =>
      Promise.resolve(new Map(edge === "start" ? [[0, 0], [1, 2]] : [[1, 9], [0, 4]])),
  };
}

Deno.test("each partition has its owner and offsets, and null for unknown ones", async () => {
  const found = await stagePositions(watchOf(member), "enrich", "app", "user-login");
  assertEquals(found, {
    positions: {
      stage: "enrich",
      topic: "user-login",
      partitions: [
        { partition: 0, owner: null, committed: null, start: 0, end: 4 },
        { partition: 1, owner: { memberId: "m", name: "host:7" }, committed: 7, start: 2, end: 9 },
      ],
    },
    strangers: [],
  });
});

Deno.test("a partition assigned to another program has no owner, and the program is named", async () => {
  const other = { ...member, memberId: "x", clientId: "application", partitions: [0] };
  const idle = { ...other, partitions: [] };
  const watch = watchOf(member, other, idle);
  const { positions, strangers } = await stagePositions(watch, "enrich", "app", "user-login");
  assertEquals(positions.partitions.map(({ owner }) => owner?.name), [undefined, "host:7"]);
  const place = { stage: "enrich", groupId: "app-enrich", topic: "user-login" } as const;
  assertEquals(strangers, [
    { ...place, clientId: "application", host: "10.0.0.1", partitions: [0] },
  ]);
});
