import { assertEquals } from "@std/assert";
import { derivedNames, topicNames } from "../../../src/names.ts";
import { readConfig } from "../../../src/settings/config.ts";
import { ledgerPlan, topicPlans } from "../../../src/setup/topic_plans.ts";

function config(env: Readonly<Record<string, string>>) {
  return readConfig({ env: (name) => env[name], readTextFile: () => "" });
}

Deno.test("the five topics have the names of the contract", () => {
  assertEquals(topicNames(config({})), {
    input: "user-login",
    output: "processed-data-topic",
    deadLetters: "user-login-dlq",
    deltas: "login-pipeline-locale-deltas",
    counts: "login-pipeline-locale-counts",
  });
});

Deno.test("another APP_ID has its own internal topics and shares the others", () => {
  const { input, deltas, counts } = topicNames(config({ APP_ID: "trial" }));
  assertEquals([input, deltas, counts], [
    "user-login",
    "trial-locale-deltas",
    "trial-locale-counts",
  ]);
});

Deno.test("all topics get the same number of partitions, and only the counts are compacted", () => {
  const plans = topicPlans(topicNames(config({})), 6);
  assertEquals(plans.map(({ partitionCount }) => partitionCount), [6, 6, 6, 6, 6]);
  assertEquals(plans.filter(({ isCompacted }) => isCompacted).map(({ topic }) => topic), [
    "login-pipeline-locale-counts",
  ]);
});

Deno.test("the replay ledger has one compacted partition and is not a topic of the processor", () => {
  const plan = ledgerPlan(config({ APP_ID: "trial" }));
  const takesAnyTime = true;
  assertEquals(plan, {
    topic: "trial-dlq-replays",
    partitionCount: 1,
    isCompacted: true,
    takesAnyTime,
  });
  assertEquals(Object.values(topicNames(config({ APP_ID: "trial" }))).includes(plan.topic), false);
});

Deno.test("internal topics are named after the application", () => {
  assertEquals(derivedNames("app"), {
    deltasTopic: "app-locale-deltas",
    countsTopic: "app-locale-counts",
    replaysTopic: "app-dlq-replays",
  });
});
