import { assertEquals } from "@std/assert";
import { replicationOf, untilListed } from "../../../bench/brokers.ts";

Deno.test("topics have a copy on each broker, and no more than three", () => {
  assertEquals(["a:1", "a:1,b:2", "a:1,b:2,c:3", "a:1,b:2,c:3,d:4"].map(replicationOf), [
    ...[1, 2, 3, 3],
  ]);
});

Deno.test("untilListed() waits for a broker that is not listed yet", async () => {
  const broker = { nodeId: 1, host: "a", port: 1 };
  const answers = [[broker], [broker, broker], [broker, broker, broker]];
  const describeCluster = () =>
    Promise.resolve({ brokers: answers.shift() ?? [], controller: 1, clusterId: "" });
  await untilListed({ describeCluster }, "a:1,b:2,c:3");
  assertEquals(answers, []);
});
