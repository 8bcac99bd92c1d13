import type { StageName } from "../../../src/pipeline/stage.ts";
import { ofStage } from "../../support/fault_proxy.ts";
import { Hijacker } from "../../support/hijacker.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import { until } from "../../support/until.ts";
import { atWork } from "../at_work.ts";
import { blindToOthers } from "../blind.ts";
import type { Scenario, Trial } from "../scenario.ts";

type Run = (trial: Trial, stage: StageName) => Promise<void>;

const stages: readonly StageName[] = ["enrich", "count"];
const partitions = 3;
const hijackRounds = 5;
/** Keeps brokers from aborting the transaction of a stalled owner. */
const patient = { TRANSACTION_TIMEOUT_MS: "60000" };
const hasty = { TRANSACTION_TIMEOUT_MS: "3000" };

/** Previous owners that do not know it yet, and other programs with our transactional ids. */
export const zombies: readonly Scenario[] = [
  ...ofBoth("a commit that completes before its successor ends it is not processed again", {
    run: commitBeforeEnd,
    env: patient,
    isShort: "enrich",
  }),
  ...ofBoth("a commit that arrives after its successor has ended it changes nothing", {
    run: commitAfterEnd,
    env: patient,
    isShort: "count",
  }),
  ...ofBoth("a process that wakes before its transaction is ended repeats nothing", {
    run: wakeBefore,
    env: patient,
  }),
  ...ofBoth("a process that wakes after its partitions have moved repeats nothing", {
    run: wakeAfter,
    env: patient,
  }),
  ...lateRequests(),
  ...ofBoth("a stranger who takes our ids over again and again only slows us down", {
    run: (trial, stage) => hijack(trial, stage, ""),
    isShort: "enrich",
  }),
  ...ofBoth("what a stranger writes under our ids and leaves open is never read", {
    run: (trial, stage) => hijack(trial, stage, trial.scene.topics.output),
  }),
];

/** The same for each stage. */
function ofBoth(
  promise: string,
  { run, env = {}, isShort }: {
    readonly run: Run;
    readonly env?: Readonly<Record<string, string>>;
    readonly isShort?: StageName;
  },
): Scenario[] {
  return stages.map((stage) => ({
    name: `${promise}, stage ${stage}`,
    family: "zombies",
    brokers: "shared",
    options: { partitions, env },
    run: (trial) => run(trial, stage),
    ...(isShort === stage && { isShort: true }),
  }));
}

/** Requests of a transaction that its producer gave up, delivered during the next one. */
function lateRequests(): Scenario[] {
  const requests = [
    ["a request with records", apiKeys.produce],
    ["a committed offset", apiKeys.txnOffsetCommit],
    ["a commit", apiKeys.endTxn],
  ] as const;
  return requests.flatMap(([what, apiKey]) =>
    ofBoth(`${what} that is delivered late does not get into the next transaction`, {
      run: (trial, stage) => deliverLate(trial, stage, apiKey),
      env: hasty,
      ...(apiKey === apiKeys.endTxn && { isShort: "enrich" }),
    })
  );
}

/** A process that sent one request of a transaction and stalls while the request is on its way. */
async function stalledAt(trial: Trial, stage: StageName, apiKey: number) {
  const proxy = await trial.proxy();
  const former = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const held = proxy.catch(ofStage(trial.scene, stage, apiKey), { moment: "before" });
  const request = await held.caught();
  former.kill("SIGSTOP");
  await trial.hit(`a stall in a transaction of ${stage}`);
  return { former, held, request };
}

/**
 * The same with offsets on their way. The records of the same transaction travel beside them: they stay
 * on the way as well, or arrive before the process stalls.
 */
async function stalledWithOffsets(trial: Trial, stage: StageName, records: "before" | "after") {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const former = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  // While a transaction ends, the stage sends nothing of one after the next. So both are caught.
  const ending = proxy.catch(ofStage(scene, stage, apiKeys.endTxn), { moment: "after" });
  await ending.caught();
  const produced = proxy.catch(ofStage(scene, stage, apiKeys.produce), { moment: records });
  const held = proxy.catch(ofStage(scene, stage, apiKeys.txnOffsetCommit), { moment: "before" });
  ending.release();
  const [request] = await Promise.all([held.caught(), produced.caught()]);
  former.kill("SIGSTOP");
  await trial.hit(`a stall in a transaction of ${stage}`);
  const wake = () => {
    former.kill("SIGCONT");
    produced.release();
    held.release();
  };
  return { former, request, wake };
}

/** A process that is kept from ending its predecessor's transaction until released. */
async function keptFromEnding({ scene, proxy }: Trial, transactionalId: string | null) {
  const way = await proxy();
  const sweep = way.catch(
    (request) =>
      request.apiKey === apiKeys.initProducerId && request.transactionalId === transactionalId,
    { moment: "before" },
  );
  const heir = scene.start({ KAFKA_BROKERS: way.address });
  await sweep.caught();
  return { heir, sweep };
}

async function commitBeforeEnd(trial: Trial, stage: StageName): Promise<void> {
  const { scene } = trial;
  const { former, held, request } = await stalledAt(trial, stage, apiKeys.endTxn);
  const before = await committed(scene, stage);
  const { sweep } = await keptFromEnding(trial, request.transactionalId);
  held.release();
  await until("the late commit is complete", async () => await committed(scene, stage) > before);
  sweep.release();
  former.kill("SIGCONT");
}

async function commitAfterEnd(trial: Trial, stage: StageName): Promise<void> {
  const { former, held } = await stalledAt(trial, stage, apiKeys.endTxn);
  await tookOver(trial.scene.start(), stage);
  held.release();
  former.kill("SIGCONT");
  await former.logged("recovering", ({ event }) => event === "recovering");
}

/**
 * Its offsets arrive when others own its partitions. Nobody has ended its transaction before: only the
 * group's coordinator can reject them, by their generation.
 */
async function wakeBefore(trial: Trial, stage: StageName): Promise<void> {
  const { former, request, wake } = await stalledWithOffsets(trial, stage, "after");
  const { sweep } = await keptFromEnding(trial, request.transactionalId);
  wake();
  await former.logged("recovering", ({ event }) => event === "recovering");
  sweep.release();
}

/** The same. Had its records arrived, the next owner could not read the counts while they are open. */
async function wakeAfter(trial: Trial, stage: StageName): Promise<void> {
  const { former, wake } = await stalledWithOffsets(trial, stage, "before");
  const proxy = await trial.proxy();
  blindToOthers(proxy);
  await tookOver(trial.scene.start({ KAFKA_BROKERS: proxy.address }), stage);
  wake();
  // It learns it from the refusal or from its heartbeat. Were it not refused, it would be the latter.
  const hasLearned = ["recovering", "rebalanced"];
  await former.logged("the news", ({ event }) => hasLearned.includes(event ?? ""));
}

// KAFKA-17754: a writer gives up waiting, another transaction begins, and then the request arrives. Only
// another id, or another epoch of the same one, keeps it out of that transaction.
async function deliverLate(trial: Trial, stage: StageName, apiKey: number): Promise<void> {
  const proxy = await trial.proxy();
  const processor = await atWork(trial, { KAFKA_BROKERS: proxy.address });
  const held = proxy.catch(ofStage(trial.scene, stage, apiKey), { moment: "before" });
  const late = await held.caught();
  await trial.hit(`a request of ${stage} on its way`);
  await processor.logged(
    "recovering",
    ({ event, stage: of }) => event === "recovering" && of === stage,
  );
  const ofNext = ofStage(trial.scene, stage, apiKeys.txnOffsetCommit);
  const next = proxy.catch(
    (request) => ofNext(request) && request.transactionalId !== late.transactionalId,
    { moment: "after" },
  );
  await next.caught();
  const answer = proxy.catch((request) => request === late, { moment: "after" });
  held.release();
  await answer.caught();
  answer.release();
  next.release();
}

async function hijack(trial: Trial, stage: StageName, topic: string): Promise<void> {
  const processor = await atWork(trial);
  await using hijacker = new Hijacker(trial.scene, stage, topic);
  await hijacker.rounds(1);
  await trial.hit(`the ids of ${stage} taken over`);
  await hijacker.rounds(hijackRounds);
  await processor.logged("recovering", ({ event }) => event === "recovering");
}

async function tookOver(heir: ProcessorProcess, stage: StageName): Promise<void> {
  await heir.logged("committed", (line) => line.event === "committed" && line.stage === stage);
}

/** How many offsets of its input a stage has committed. */
async function committed({ admin, config, topics }: Scene, stage: StageName): Promise<number> {
  const topic = stage === "enrich" ? topics.input : topics.deltas;
  const [group] = await admin.fetchOffsets({
    groupId: `${config.appId}-${stage}`,
    topics: [topic],
  });
  return group!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}
