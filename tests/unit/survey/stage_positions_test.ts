import { assertEquals } from "@std/assert";
import { stagePositions } from "../../../src/survey/stage_positions.ts";

Deno.test("each partition has its owner and where the group stands, with null for what is not", async () => {
  const member = { memberId: "m", clientId: "app@host:7", host: "10.0.0.1", partitions: [1] };
  const watch = {
    members: () => Promise.resolve([member]),
    committed: () => Promise.resolve(new Map([[1, 7]])),
    edges: (_: string, edge: "start" | "end") =>
      Promise.resolve(new Map(edge === "start" ? [[0, 0], [1, 2]] : [[1, 9], [0, 4]])),
  };
  assertEquals(await stagePositions(watch, "enrich", "app-enrich", "user-login"), {
    stage: "enrich",
    topic: "user-login",
    partitions: [
      { partition: 0, owner: null, committed: null, start: 0, end: 4 },
      { partition: 1, owner: { memberId: "m", name: "host:7" }, committed: 7, start: 2, end: 9 },
    ],
  });
});
