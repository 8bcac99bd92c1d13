import { assertEquals, assertThrows } from "@std/assert";
import { checkDeskTopics } from "../../../src/dead_letters/desk_topics.ts";
import { FatalError } from "../../../src/errors.ts";

const names = {
  input: "in",
  output: "out",
  deadLetters: "dead",
  deltas: "deltas",
  counts: "counts",
  ledger: "ledger",
};

function described(ledgerPolicy: string | null) {
  const all = Object.values(names).map((topic) => {
    const cleanupPolicy = topic === "ledger" ? ledgerPolicy ?? "" : "delete";
    const usual = {
      partitionCount: 4,
      replicationFactor: 1,
      maxMessageBytes: 1_048_588,
      minInSyncReplicas: 1,
      hasBrokerTime: false,
    };
    return [topic, { topic, cleanupPolicy, ...usual }] as const;
  });
  return new Map(all.filter(([topic]) => topic !== "ledger" || ledgerPolicy !== null));
}

Deno.test("checkDeskTopics() accepts topics as create-topics makes them", () => {
  const topics = checkDeskTopics(names, described("compact"));
  assertEquals([topics.input.topic, topics.ledger.topic], ["in", "ledger"]);
});

Deno.test("checkDeskTopics() names a missing ledger and the command that creates it", () => {
  const error = assertThrows(() => checkDeskTopics(names, described(null)), FatalError);
  assertEquals(error.message, "Cannot replay: these topics do not exist: ledger");
  assertEquals(error.action, "run: deno task create-topics");
});

Deno.test("checkDeskTopics() refuses a ledger that is not compacted and names the command that fixes it", () => {
  for (const policy of ["delete", "compact,delete"]) {
    const error = assertThrows(() => checkDeskTopics(names, described(policy)), FatalError);
    assertEquals(error.action.includes("--add-config cleanup.policy=compact"), true);
  }
});
