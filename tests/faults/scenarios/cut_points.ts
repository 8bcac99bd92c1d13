import type { TopicNames } from "../../../src/names.ts";
import type { StageName } from "../../../src/pipeline/stage.ts";
import { type Caught, type Match, type Moment, ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import type { Scene } from "../../support/scene.ts";
import type { Scenario, Trial } from "../scenario.ts";

/** One request of a transaction at which a process meets its fault. */
interface Request {
  readonly stage: StageName;
  readonly title: string;
  readonly apiKey: number;
  /**
   * For a Produce, a topic that it writes to. kafkajs sends the records for all topics of one leader
   * in one request, so with a single broker some of these requests are the same.
   */
  readonly topic?: keyof TopicNames;
}

type Fault = "SIGKILL" | "SIGSTOP" | "reset";

const beforeOffsets = [
  { title: "InitProducerId", apiKey: apiKeys.initProducerId },
  { title: "AddPartitionsToTxn", apiKey: apiKeys.addPartitionsToTxn },
];
const afterOutputs = [
  { title: "AddOffsetsToTxn", apiKey: apiKeys.addOffsetsToTxn },
  { title: "TxnOffsetCommit", apiKey: apiKeys.txnOffsetCommit },
  { title: "EndTxn", apiKey: apiKeys.endTxn },
];
const produced = {
  enrich: ["output", "deltas", "deadLetters"],
  count: ["output", "counts"],
} as const;
const wordsOf = {
  output: "the output",
  deltas: "the deltas",
  deadLetters: "the dead letters",
  counts: "the counts",
} as const;
const faults: readonly Fault[] = ["SIGKILL", "SIGSTOP", "reset"];
const moments: readonly Moment[] = ["before", "after"];
/** Those in the short run cover all requests and all faults. */
const shortEvery = 10;
const warmLogins = 100;

/**
 * A process that dies, stalls or loses its connections at each request of a transaction of each stage.
 */
export const cutPoints: readonly Scenario[] = requestsOf("enrich").concat(requestsOf("count"))
  .flatMap((request) => moments.map((moment) => ({ request, moment })))
  .flatMap((cut) => faults.map((fault) => ({ ...cut, fault })))
  .map(({ request, moment, fault }, index) => ({
    name: nameOf(request, moment, fault),
    family: "cut points",
    brokers: "shared",
    run: (trial) => cut(trial, request, moment, fault),
    ...(index % shortEvery === 0 && { isShort: true }),
  }));

function requestsOf(stage: StageName): Request[] {
  const produces = produced[stage].map((topic) => ({
    ...{ title: `Produce to ${wordsOf[topic]}`, apiKey: apiKeys.produce, topic },
  }));
  return [...beforeOffsets, ...produces, ...afterOutputs].map((request) => ({ stage, ...request }));
}

function nameOf({ stage, title }: Request, moment: Moment, fault: Fault): string {
  const where = moment === "before"
    ? `before the broker sees ${title} of stage ${stage}`
    : `between ${title} of stage ${stage} and its answer`;
  switch (fault) {
    case "SIGKILL":
      return `SIGKILL ${where} loses nothing and repeats nothing`;
    case "SIGSTOP":
      return `a process that stalls ${where} wakes up and changes nothing`;
    case "reset":
      return `a connection that ends ${where} costs no record`;
  }
}

async function cut(trial: Trial, request: Request, moment: Moment, fault: Fault): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const env = { KAFKA_BROKERS: proxy.address };
  const isFence = request.apiKey === apiKeys.initProducerId;
  // A fence happens when a process joins; everything else happens during its work.
  const first = await scene.started(isFence ? {} : env);
  await scene.generate(warmLogins);
  await scene.processed();
  trial.load();
  const nth = isFence ? 1 : 1 + Math.floor(trial.random() * 3);
  const caught = proxy.catch(matchOf(scene, request), { moment, nth });
  const victim = isFence ? scene.start(env) : first;
  await caught.caught();
  await trial.hit(`${moment} ${request.title} of ${request.stage}`);
  await strike(trial, fault, victim, caught);
}

function matchOf(scene: Scene, { stage, apiKey, topic }: Request): Match {
  const isOfStage = ofStage(scene, stage, apiKey);
  if (topic === undefined) return isOfStage;
  return (request) => isOfStage(request) && request.topics.includes(scene.topics[topic]);
}

async function strike(
  trial: Trial,
  fault: Fault,
  victim: ProcessorProcess,
  caught: Caught,
): Promise<void> {
  const { scene } = trial;
  if (fault === "reset") return caught.reset();
  if (fault === "SIGKILL") {
    await trial.kill(victim);
    caught.reset();
    await scene.started();
    return;
  }
  victim.kill("SIGSTOP");
  caught.release();
  scene.start();
  await new Promise((resolve) => setTimeout(resolve, trial.stallMs));
  victim.kill("SIGCONT");
}
