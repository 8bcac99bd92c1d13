import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { groupIdOf } from "../../../src/names.ts";
import type { StageName } from "../../../src/pipeline/stage.ts";
import { type Caught, type FaultProxy, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys, isCommit } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { lasting } from "../at_work.ts";
import { blindToOthers } from "../blind.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** One partition, so that the successor is certain to take over what is held. */
const patientTimeoutMs = 60_000;
const options = { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: `${patientTimeoutMs}` } };
const noticeMs = 500;
const takeOverTimeoutMs = 60_000;

/** The steps of handing a partition over. */
export const handOver: readonly Scenario[] = [
  scenario(
    "a commit that completes while its successor waits is not processed again",
    (trial) => completeMeanwhile(trial, "enrich"),
  ),
  scenario(
    "a commit of counts that completes while its successor waits is not counted again",
    (trial) => completeMeanwhile(trial, "count"),
  ),
  scenario("a process whose transaction was ended asks the group before it continues", askTheGroup),
  scenario("a process that the group removed during a take-over gives up", giveUp),
  scenario("what a killed process left open holds nobody up", endLeftOpen),
  scenario(
    "a transaction that is open when the group moves on is committed, and the group waits for it",
    finish,
  ),
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

/** Starts a process and holds the request that opens its first writer of a stage. */
export async function heldAtOpening(
  trial: Trial,
  stage: StageName,
): Promise<
  { readonly proxy: FaultProxy; readonly heir: ProcessorProcess; readonly opening: Caught }
> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const opening = proxy.catch(ofStage(scene, stage, apiKeys.initProducerId), { moment: "before" });
  const heir = scene.start({ KAFKA_BROKERS: proxy.address });
  await opening.caught();
  return { proxy, heir, opening };
}

/** The offsets are pending: whoever read the committed ones would process the records again. */
async function completeMeanwhile(trial: Trial, stage: StageName): Promise<void> {
  const { scene } = trial;
  const { former, held } = await heldAt(trial, stage, apiKeys.endTxn);
  former.kill("SIGSTOP");
  const lag = await scene.lag(stage);
  const proxy = await trial.proxy();
  blindToOthers(proxy);
  const heir = scene.start({ KAFKA_BROKERS: proxy.address });
  // Then it reads the offsets. Whether it asks again is what matters.
  await heir.logged("a take-over", (line) => line.event === "connected" && line.stage === stage);
  await lasting(noticeMs);
  held.release();
  await until("the late commit is complete", async () => await scene.lag(stage) < lag);
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

// A member that goes on with its take-over would read a table that others write by now.
async function giveUp(trial: Trial): Promise<void> {
  const { scene } = trial;
  const former = await scene.started();
  await scene.generate(300);
  await scene.processed();
  await trial.kill(former);
  await scene.generate(300);
  const { proxy, heir, opening } = await heldAtOpening(trial, "count");
  await trial.hit("a writer is about to be opened");
  heir.kill("SIGSTOP");
  const other = await scene.started();
  await scene.processed();
  let commits = 0;
  const ends = ofStage(scene, "count", apiKeys.endTxn);
  proxy.watch((request) => {
    if (ends(request) && isCommit(request)) commits++;
  });
  // Its heartbeats do not arrive, so that only the coordinator can tell it.
  const beats = proxy.keepBack(({ apiKey }) => apiKey === apiKeys.heartbeat);
  heir.kill("SIGCONT");
  opening.release();
  await heir.logged(
    "what it does afterwards",
    ({ stage, event }) => stage === "count" && (event === "recovering" || event === "owned"),
  );
  assertEquals(commits, 0, "it commits nothing");
  beats.release();
  assertEquals(await other.stop(), 0);
}

/** Without anybody who ends it, the next owner would wait for the transaction timeout. */
async function endLeftOpen(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { former } = await heldAt(trial, "enrich", apiKeys.endTxn);
  await trial.kill(former);
  await scene.started();
  await scene.processed(patientTimeoutMs / 2);
}

async function finish(trial: Trial): Promise<void> {
  const { scene } = trial;
  const { proxy, held } = await heldAt(trial, "enrich", apiKeys.txnOffsetCommit);
  scene.start();
  const groupId = groupIdOf(scene.config.appId, "enrich");
  await until("the group moves on", async () => await groupState(scene, groupId) !== "Stable");
  await lasting(noticeMs);
  const end = proxy.catch(ofStage(scene, "enrich", apiKeys.endTxn), { moment: "before" });
  held.release();
  const request = await end.caught();
  assertEquals(isCommit(request), true, "its offsets were accepted");
  await lasting(noticeMs);
  assertNotEquals(await groupState(scene, groupId), "Stable", "the group waits for it");
  end.release();
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

/** The only broker that it can ask closes the connection. */
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
  assertEquals(await other.stop(), 0);
  assert(!member.hasEnded);
  await scene.generate(300);
  await scene.processed();
}
