import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { FatalError } from "../../../../src/errors.ts";
import {
  nameRefusals,
  passRefusalsOn,
  type Question,
} from "../../../../src/kafka/corrections/denied_requests.ts";

const requests = [
  "metadata",
  "listOffsets",
  "fetch",
  "produce",
  "findGroupCoordinator",
  "joinGroup",
  "syncGroup",
  "heartbeat",
  "leaveGroup",
  "offsetFetch",
  "offsetCommit",
  "describeGroups",
  "createTopics",
  "createPartitions",
  "deleteTopics",
  "describeConfigs",
  "alterConfigs",
  "initProducerId",
  "addPartitionsToTxn",
  "addOffsetsToTxn",
  "txnOffsetCommit",
  "endTxn",
];

function refused(type: string, names?: readonly string[]): Error {
  return Object.assign(new Error("Not authorized"), { type, ...(names && { refused: names }) });
}

/** The error of a request that a broker answers with an error code. */
async function ask(name: string, request: unknown, error: Error): Promise<unknown> {
  const prototype = Object.fromEntries(requests.map((each) => [each, () => Promise.reject(error)]));
  nameRefusals({ prototype });
  return await (prototype as Record<string, (request: unknown) => Promise<never>>)[name]!(request)
    .catch((thrown) => thrown);
}

const topicType = "TOPIC_AUTHORIZATION_FAILED";
const groupType = "GROUP_AUTHORIZATION_FAILED";
const idType = "TRANSACTIONAL_ID_AUTHORIZATION_FAILED";
const clusterType = "CLUSTER_AUTHORIZATION_FAILED";

Deno.test("a request denied by an ACL names the operation, resource type and resource", async () => {
  const rows = [
    ["metadata", ["logins"], topicType, "no DESCRIBE on Topic logins"],
    ["fetch", { topics: [{ topic: "logins" }] }, topicType, "no READ on Topic logins"],
    ["produce", { topicData: [{ topic: "facts" }] }, topicType, "no WRITE on Topic facts"],
    ["joinGroup", { groupId: "g" }, groupType, "no READ on Group g"],
    ["describeGroups", { groupIds: ["g"] }, groupType, "no DESCRIBE on Group g"],
    ["initProducerId", { transactionalId: "t-0" }, idType, "no WRITE on TransactionalId t-0"],
    [
      "findGroupCoordinator",
      { groupId: "t-0", coordinatorType: 1 },
      idType,
      "no DESCRIBE on TransactionalId t-0",
    ],
    ["addOffsetsToTxn", { transactionalId: "t-0", groupId: "g" }, groupType, "no READ on Group g"],
    ["describeConfigs", { resources: [{ name: "facts" }] }, topicType, "no DESCRIBE_CONFIGS on"],
    ["initProducerId", {}, clusterType, "no IDEMPOTENT_WRITE on the Cluster"],
  ] as const;
  for (const [name, request, type, text] of rows) {
    const error = await ask(name, request, refused(type));
    assertEquals(error instanceof FatalError && error.message.includes(text), true, `${error}`);
  }
});

Deno.test("a denied request for several topics names only the refused ones", async () => {
  const request = { topics: [{ topic: "facts" }, { topic: "letters" }] };
  const error = await ask("addPartitionsToTxn", request, refused(topicType, ["letters"]));
  assertEquals(`${error}`, "FatalError: Kafka refused: no WRITE on Topic letters");
});

Deno.test("a denied request keeps the error type that kafkajs checks, and hides no cause", async () => {
  const error = await ask("metadata", ["logins"], refused(topicType)) as Error & { type: string };
  assertEquals(error.type, topicType);
  assertEquals(error.cause, undefined);
});

Deno.test("other errors of a request stay unchanged", async () => {
  const error = refused("NOT_LEADER_FOR_PARTITION");
  assertStrictEquals(await ask("produce", {}, error), error);
});

/** A connection pool that drops its brokers' errors, as that of kafkajs does. */
function forgetfulPool() {
  class Pool {
    async withBroker(question: Question): Promise<unknown> {
      for (const broker of ["a", "b"]) {
        try {
          return await question(broker);
        } catch {
          // the next one may know
        }
      }
      return null;
    }
  }
  passRefusalsOn(Pool);
  return new Pool();
}

Deno.test("a coordinator lookup that is denied differs from one without an answer", async () => {
  const pool = forgetfulPool();
  await assertRejects(() => pool.withBroker(() => Promise.reject(refused(idType))), Error, "Not");
  assertEquals(await pool.withBroker(() => Promise.reject(new Error("no answer"))), null);
});

Deno.test("a coordinator lookup succeeds if one broker answers and another refuses", async () => {
  const ask = (found: unknown) =>
    found === "a" ? Promise.reject(refused(groupType)) : Promise.resolve("found");
  assertEquals(await forgetfulPool().withBroker(ask), "found");
});
