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
  /** The version of the transaction protocol. */
  readonly protocol: "first" | "second";
  readonly title: string;
  readonly apiKey: number;
  /**
   * For a Produce, a topic that it writes to. The records for all topics of one leader are one request,
   * so with a single broker some of these requests are the same.
   */
  readonly topic?: keyof TopicNames;
}

type Fault = "SIGKILL" | "SIGSTOP" | "reset";

const opening = { title: "InitProducerId", apiKey: apiKeys.initProducerId };
const beginning = [
  { title: "AddPartitionsToTxn", apiKey: apiKeys.addPartitionsToTxn },
  { title: "AddOffsetsToTxn", apiKey: apiKeys.addOffsetsToTxn },
];
const ending = [
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
  const [output, ...others] = produced[stage].map((topic) => ({
    ...{ title: `Produce to ${wordsOf[topic]}`, apiKey: apiKeys.produce, topic },
  }));
  const second = [opening, output!, ...others, ...ending];
  const first = [...beginning, output!, ...ending];
  return [
    ...second.map((request) => ({ stage, protocol: "second" as const, ...request })),
    ...first.map((request) => ({ stage, protocol: "first" as const, ...request })),
  ];
}

function nameOf({ stage, protocol, title }: Request, moment: Moment, fault: Fault): string {
  const what = protocol === "second" ? title : `${title} (first protocol)`;
  const where = moment === "before"
    ? `before the broker sees ${what} of stage ${stage}`
    : `between ${what} of stage ${stage} and its answer`;
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
  const env = { KAFKA_BROKERS: proxy.address, TRANSACTION_PROTOCOL: request.protocol };
  const isOpening = request.apiKey === apiKeys.initProducerId;
  // A writer is opened when a process joins; everything else happens during its work.
  const first = await scene.started(isOpening ? {} : env);
  await scene.generate(warmLogins);
  await scene.processed();
  trial.load();
  const nth = isOpening ? 1 : 1 + Math.floor(trial.random() * 3);
  const caught = proxy.catch(matchOf(scene, request), { moment, nth });
  const victim = isOpening ? scene.start(env) : first;
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
