import { assertMatch } from "@std/assert";
import { groupIdOf } from "../../../src/names.ts";
import type { Scene } from "../../support/scene.ts";
import { stopOf } from "../at_work.ts";
import type { Scenario, Trial } from "../scenario.ts";
import { heldAtOpening } from "./kafkajs_hand_over.ts";

const options = { partitions: 1, env: { TRANSACTION_TIMEOUT_MS: "60000" } };

/** Offsets that a tool moves after a process starts to take over and before it reads them. */
export const movedPositions: readonly Scenario[] = [
  scenario(
    "a position that leaves the log during a take-over stops it before it begins",
    (trial) =>
      moveMeanwhile(trial, "1000000", /has processed up to offset 1000000, but the log now holds/),
  ),
  scenario(
    "a position that a tool sets back during a take-over stops it before it begins",
    (trial) => moveMeanwhile(trial, "0", /in partition 0 \(offset 0\) was set from outside/),
  ),
];

function scenario(name: string, run: Scenario["run"]): Scenario {
  return { name, family: "kafkajs", brokers: "shared", options, run };
}

async function moveMeanwhile(trial: Trial, offset: string, wanted: RegExp): Promise<void> {
  const { scene } = trial;
  const former = await scene.started();
  await scene.generate(300);
  await scene.processed();
  await former.stop();
  const position = await moveTo(scene, null);
  await scene.generate(300);
  const { heir, opening } = await heldAtOpening(trial, "enrich");
  await trial.hit(`the position is about to be moved to ${offset}`);
  await moveTo(scene, { offset, metadata: "" });
  opening.release();
  const { reason } = await stopOf(heir);
  assertMatch(reason, wanted);
  await moveTo(scene, position);
}

interface Position {
  readonly offset: string;
  readonly metadata: string | null;
}

/** Commits another offset of the enrich stage without a group member; returns the current one. */
async function moveTo(
  { kafka, admin, config, topics: { input: topic } }: Scene,
  to: Position | null,
): Promise<Position> {
  const consumerGroupId = groupIdOf(config.appId, "enrich");
  const [group] = await admin.fetchOffsets({ groupId: consumerGroupId, topics: [topic] });
  const [position] = group!.partitions;
  if (to === null) return position!;
  const producer = kafka.producer({ transactionalId: `${config.appId}-operator` });
  await producer.connect();
  const transaction = await producer.transaction();
  const partitions = [{ partition: 0, ...to }];
  await transaction.sendOffsets({ consumerGroupId, topics: [{ topic, partitions }] });
  await transaction.commit();
  await producer.disconnect();
  return position!;
}
