import { ofStage } from "../../support/fault_proxy.ts";
import { apiKeys } from "../../support/kafka_frames.ts";
import { atWork } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";

const impatient = {
  KAFKA_REQUEST_TIMEOUT_MS: "3000",
  TRANSACTION_TIMEOUT_MS: "3000",
  SCHEMA_REGISTRY_TIMEOUT_MS: "3000",
};
/**
 * 4.5 times the timeout, because scenarios run side by side and each request to Kafka takes its time.
 */
const boundMs = 60_000;
const partitions = 4;

/** A member that is stuck although Kafka answers all its requests but one kind. */
export const networkStandstill: readonly Scenario[] = [
  {
    name: "a process whose commits get nowhere leaves its partitions to another",
    family: "network",
    brokers: "shared",
    options: { partitions },
    run: leavesToAnother,
  },
];

async function leavesToAnother(trial: Trial): Promise<void> {
  const proxy = await trial.proxy();
  const stuck = await atWork(trial, { KAFKA_BROKERS: proxy.address, ...impatient });
  const kept = proxy.keepBack(ofStage(trial.scene, "enrich", apiKeys.endTxn));
  await kept.caught();
  const other = trial.scene.start();
  await trial.hit("commits are not answered any more");
  await stuck.logged("it is stuck", ({ event }) => event === "stuck", boundMs);
  await other.logged(
    "all partitions go to the other",
    ({ event, stage, partitions: all }) =>
      event === "assigned" && stage === "enrich" && all?.length === partitions,
  );
  await trial.kill(stuck);
}
