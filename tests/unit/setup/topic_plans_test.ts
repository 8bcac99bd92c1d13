import { assertEquals } from "@std/assert";
import { derivedNames, topicNames } from "../../../src/names.ts";
import { readConfig } from "../../../src/settings/config.ts";
import { ledgerPlan, topicPlans } from "../../../src/setup/topic_plans.ts";

function config(env: Readonly<Record<string, string>>) {
  return readConfig({ env: (name) => env[name], readTextFile: () => "" });
}

Deno.test("the five topics are named as the contract has them", () => {
  assertEquals(topicNames(config({})), {
    input: "user-login",
    output: "processed-data-topic",
    deadLetters: "user-login-dlq",
    deltas: "login-pipeline-locale-deltas",
    counts: "login-pipeline-locale-counts",
  });
});

Deno.test("another application has internal topics of its own, and shares the others", () => {
  const { input, deltas, counts } = topicNames(config({ APP_ID: "trial" }));
  assertEquals([input, deltas, counts], [
    "user-login",
    "trial-locale-deltas",
    "trial-locale-counts",
  ]);
});

Deno.test("all topics get the same partitions, and only the table of counts is compacted", () => {
  const plans = topicPlans(topicNames(config({})), 6);
  assertEquals(plans.map(({ partitionCount }) => partitionCount), [6, 6, 6, 6, 6]);
  assertEquals(plans.filter(({ isCompacted }) => isCompacted).map(({ topic }) => topic), [
    "login-pipeline-locale-counts",
  ]);
});

Deno.test("the ledger of replays is one compacted partition, and no topic of the processor", () => {
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
