import { assertEquals } from "@std/assert";
import { groupIdOf } from "../../../src/names.ts";
import type { StageName } from "../../../src/pipeline/stage.ts";
import { type Caught, type FaultProxy, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** One partition, so that the successor is certain to take over what is held. */
const options = { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: "60000" } };
const noticeMs = 500;
const takeOverTimeoutMs = 60_000;

/** The steps of handing a partition over. */
export const handOver: readonly Scenario[] = [
  scenario(
    "a commit that completes while its successor fences is not processed again",
    (trial) => completeMeanwhile(trial, "enrich"),
  ),
  scenario("a commit of counts that completes while its successor fences is not counted again", (
    trial,
  ) => completeMeanwhile(trial, "count")),
  scenario("a process that was fenced asks the group before it takes anything back", askTheGroup),
  scenario("a process that the group let go in the middle of a take-over gives up", giveUp),
  scenario("a transaction that is open when the group moves on is aborted", abort),
  {
    ...scenario("what a member keeps in a new generation it takes over anew, at once", keep),
    options: { partitions: 4 },
  },
  scenario("a member that no broker told its coordinator joins again by itself", joinAgain),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "kafkajs", brokers: "shared", options, run };
}

/** A process behind a proxy that holds one of its requests, with unprocessed input. */
async function heldAt(trial: Trial, stage: StageName, apiKey: number) {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const former = await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  const held = proxy.catch(ofStage(scene, stage, apiKey), { moment: "before" });
  await scene.generate(300);
  await held.caught();
  await trial.hit(`a transaction of ${stage} is held back`);
  return { proxy, former, held };
}

/** Starts a process and holds its first fence of a stage. */
export async function heldAtFence(
  trial: Trial,
  stage: StageName,
): Promise<
  { readonly proxy: FaultProxy; readonly heir: ProcessorProcess; readonly fence: Caught }
> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const fence = proxy.catch(ofStage(scene, stage, apiKeys.initProducerId), { moment: "before" });
  const heir = scene.start({ KAFKA_BROKERS: proxy.address });
  await fence.caught();
  return { proxy, heir, fence };
}

async function completeMeanwhile(trial: Trial, stage: StageName): Promise<void> {
  const { scene } = trial;
  const { former, held } = await heldAt(trial, stage, apiKeys.endTxn);
  former.kill("SIGSTOP");
  const lag = await scene.lag(stage);
  const { fence } = await heldAtFence(trial, stage);
  held.release();
  await until("the late commit is complete", async () => await scene.lag(stage) < lag);
  fence.release();
  await scene.generate(100);
  await scene.processed(takeOverTimeoutMs); // by the successor; the previous owner is stalled
  former.kill("SIGCONT");
}

async function askTheGroup(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { former, held } = await heldAt(trial, "enrich", apiKeys.endTxn);
  former.kill("SIGSTOP");
  await scene.started();
  await scene.processed();
  held.release();
  former.kill("SIGCONT");
  const { recovery } = await former.logged("recovering", ({ event }) => event === "recovering");
  assertEquals(recovery, "rejoin", "a zombie asks the group");
}

// Its fence succeeds and costs the rightful owner a fence of its own; it must stop there.
async function giveUp(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await scene.started();
  await scene.generate(300);
  await scene.processed();
  await trial.kill(former);
  await scene.generate(300);
  const { proxy, heir, fence } = await heldAtFence(trial, "count");
  await trial.hit("a fence is held back");
  heir.kill("SIGSTOP");
  await scene.started();
  await scene.processed();
  let writes = 0;
  const begins = ofStage(scene, "count", apiKeys.addPartitionsToTxn);
  proxy.watch((request) => {
    if (begins(request)) writes++;
  });
  heir.kill("SIGCONT");
  fence.release();
  await heir.logged(
    "what it does after its fence",
    ({ stage, event }) => stage === "count" && (event === "recovering" || event === "restored"),
  );
  // Even a restore that is given up has started by writing a marker to the table.
  assertEquals(writes, 0, "it restores nothing");
}

async function abort(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { proxy, held } = await heldAt(trial, "enrich", apiKeys.txnOffsetCommit);
  scene.start();
  const groupId = groupIdOf(scene.config.appId, "enrich");
  await until("the group moves on", async () => await groupState(scene, groupId) !== "Stable");
  const beat = proxy.catch(
    ({ apiKey, frame }) => apiKey === apiKeys.heartbeat && frame.includes(groupId),
    { moment: "after" },
  );
  await beat.caught();
  beat.release();
  await lasting(noticeMs);
  const end = proxy.catch(ofStage(scene, "enrich", apiKeys.endTxn), { moment: "before" });
  held.release();
  const { frame } = await end.caught();
  end.release();
  assertEquals(frame.at(-1), 0, "the last field of EndTxn says whether to commit");
}

async function groupState({ admin }: Scene, groupId: string): Promise<string | undefined> {
  const { groups } = await admin.describeGroups([groupId]);
  return groups[0]?.state;
}

async function keep(trial: Trial): Promise<void> {
  const { scene } = trial;
  const first = await scene.started();
  await scene.generate(300);
  await scene.processed();
  const second = await scene.started();
  for (const stage of ["enrich", "count"] as const) {
    await first.logged(
      `half of the partitions of ${stage}`,
      (line) => line.event === "assigned" && line.stage === stage && line.partitions?.length === 2,
    );
  }
  await lasting(noticeMs);
  const flow = scene.generate(900, 300);
  await trial.hit("logins for a new generation");
  await flow;
  await scene.processed();
  const recoveries = [first, second].flatMap(({ lines }) =>
    lines.filter(({ event }) => event === "recovering")
  );
  assertEquals(recoveries, [], "nobody had to rejoin for it");
}

/** kafkajs removes a member for good if the only broker that it can ask closes the connection. */
async function joinAgain(trial: Trial): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const member = await scene.started({ KAFKA_BROKERS: proxy.address });
  await scene.generate(300);
  await scene.processed();
  const groupId = groupIdOf(scene.config.appId, "enrich");
  const clientId = `${scene.config.appId}@`; // only members of groups have this name
  const question = proxy.catch(
    ({ apiKey, frame }) =>
      apiKey === apiKeys.findCoordinator && frame.includes(groupId) && frame.includes(clientId),
    { moment: "before" },
  );
  const other = scene.start();
  await question.caught();
  await scene.generate(300);
  await trial.hit("a member asks who coordinates its group");
  question.reset();
  await member.logged(
    "the end of its membership",
    ({ event, stage }) => event === "restarting" && stage === "enrich",
  );
  assertEquals(await other.stop(), 0);
  await scene.generate(300);
  await scene.processed();
}
