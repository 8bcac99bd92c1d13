import { assertNotEquals } from "@std/assert";
import { ofStage } from "../../support/fault_proxy.ts";
import { apiKeys, type PassingRequest } from "../../support/kafka_frames.ts";
import type { ProcessorProcess } from "../../support/processor_process.ts";
import { until } from "../../support/until.ts";
import { goesOn, lasting } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

type Stage = "enrich" | "count";

const logins = 300;
const quietMs = 2_500;

/** A coordinator that leaves a partition out when it ends a transaction. */
export const untold: readonly Scenario[] = (["enrich", "count"] as const).map((stage) => ({
  name: `a commit that no broker told the group is told to it, stage ${stage}`,
  family: "brokers",
  brokers: "one of its own",
  // Otherwise the broker would reject what the coordinator does not know.
  properties: { "transaction.partition.verification.enable": "false" },
  isShort: true,
  run: (trial) => commitUntold(trial, stage),
}));

/**
 * The coordinator learns of the offsets of another group, whose offsets are in another partition. That
 * partition gets the marker, and the group's own never learns of the commit. The broker itself does
 * the same if the partition has no leader for a moment, which no test can time.
 */
async function commitUntold(trial: Trial, stage: Stage): Promise<void> {
  const { scene } = trial;
  const proxy = await trial.proxy();
  const processor = await scene.started({
    KAFKA_BROKERS: proxy.address,
    TRANSACTION_PROTOCOL: "first", // in the second one the group adds itself
  });
  await scene.generate(logins);
  await scene.processed();
  const before = readBy(processor, stage);
  const addOffsets = ofStage(scene, stage, apiKeys.addOffsetsToTxn);
  const groupId = `${scene.config.appId}-${stage}`;
  proxy.watch((request) => {
    if (addOffsets(request)) nameAnother(request, groupId);
  });
  await scene.generate(logins);
  await until("the stage takes them for committed", () => readBy(processor, stage) > before);
  await lasting(quietMs); // a kill during a transaction would leave its outcome unknown
  assertNotEquals(await scene.lag(stage), 0);
  await trial.hit(`no broker tells ${stage} of its commit`);
  await trial.kill(processor);
  await scene.started();
  trial.load();
  await goesOn(scene);
}

/** How many committed records a stage has reported. */
function readBy({ lines }: ProcessorProcess, stage: Stage): number {
  return lines.filter((line) => line.event === "committed" && line.stage === stage)
    .reduce((sum, { read }) => sum + Number(read), 0);
}

/**
 * Another last letter changes the hash of the name by one, which moves the group to another partition.
 */
function nameAnother({ frame }: PassingRequest, groupId: string): void {
  const at = frame.lastIndexOf(groupId);
  if (at >= 0) frame[at + groupId.length - 1]! += 1;
}
