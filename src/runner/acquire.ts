import { FatalError } from "../errors.ts";
import type { LogRange } from "../kafka/cluster.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { TransactionalProducer } from "../kafka/transactional_producer.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import { confirmRules } from "./confirm_rules.ts";
import { type Restore, restoreState, type StateAt } from "./restore.ts";
import { settleFormer } from "./settle_former.ts";
import type { StageSettings } from "./stage_settings.ts";

/** Everything needed to process a partition. It is discarded as a whole when any part is in doubt. */
export interface Ownership<State> extends StateAt<State> {
  readonly producer: TransactionalProducer;
  /** The group generation in which it was acquired. */
  readonly generation: number;
  /** The offset that the next batch must begin with. */
  position: number;
  /** The metadata committed with that offset. */
  memo: string;
  /** Whether no other rules were found after the first commit. */
  isConfirmed: boolean;
}

/** The consumer that an acquisition runs in. */
export interface Membership {
  readonly generation: number;
  /** Throws when the group is known to have removed this member. */
  readonly assertAlive: () => void;
  /** Also sends a heartbeat, unless kafkajs sent one only a moment ago. */
  readonly confirm: () => Promise<void>;
  readonly seek: (offset: number) => void;
  /** The offset up to which this process has seen commits succeed. */
  readonly reached: number;
}

/**
 * Makes this process the owner of a partition, in the only safe order:
 *
 * 1. fence: the former owner's transaction is over, and it can start no other;
 * 2. confirm that the group still assigns the partition to this member;
 * 3. settle: write the end markers that a broker omitted from the former owner's transaction;
 * 4. read the committed offset again, and the rules that processed all partitions;
 * 5. restore the state, or keep it if it matches the offset;
 * 6. seek to the offset.
 *
 * The order of 1 and 4 matters. Say A sends its commit up to offset 100 and stalls. The group moves
 * the partition to B, and kafkajs fetches B's offset, 0, before A's commit is complete. B then fences,
 * which waits for A's commit. With the offset fetched before, B would process 0 to 99 a second time,
 * and no broker would object. So nothing that kafkajs fetched before the fence is used.
 */
export async function acquire<State, Change>(
  settings: StageSettings<State, Change>,
  partition: number,
  membership: Membership,
  kept?: StateAt<State>,
): Promise<Ownership<State>> {
  const { appId, stage, inputTopic, cluster } = settings;
  const transactionalId = transactionalIdOf(appId, stage.name, inputTopic, partition);
  // Read this first: after the fence the coordinator has forgotten how that transaction ended.
  const former = await cluster.transactions.former(transactionalId);
  const producer = newProducer(settings, partition);
  try {
    await fence(settings, partition, producer);
    await membership.confirm();
    await settleFormer(settings, partition, former, membership);
    const { committed, logStart } = await committedPosition(settings, partition);
    if (committed.offset < membership.reached) throw lostCommit(committed.offset, membership);
    await confirmRules(settings, "before the first record");
    const { generation, assertAlive } = membership;
    const restore = { partition, producer, committed, logStart, kept, assertAlive };
    const state = await restoreState(settings, restore);
    membership.seek(committed.offset);
    const { offset: position, memo } = committed;
    return { producer, state, generation, position, memo, isConfirmed: false };
  } catch (error) {
    producer.discard();
    throw error;
  }
}

function newProducer<S, C>(settings: StageSettings<S, C>, partition: number) {
  const { appId, stage, inputTopic, kafka, transactionTimeoutMs, limits, notify, tracing } =
    settings;
  const transactionalId = transactionalIdOf(appId, stage.name, inputTopic, partition);
  const onGivenUp = (error: unknown) => {
    settings.takenTimes.learn(error);
    notify({ event: "aborted", stage: stage.name, partition });
  };
  return new TransactionalProducer({
    kafka,
    transactionalId,
    transactionTimeoutMs,
    limits,
    tracing,
    onGivenUp,
  });
}

async function fence<S, C>(
  { stage, notify }: StageSettings<S, C>,
  partition: number,
  producer: TransactionalProducer,
): Promise<void> {
  const started = performance.now();
  await producer.fence();
  const ms = Math.round(performance.now() - started);
  notify({ event: "fenced", stage: stage.name, partition, ms });
}

async function committedPosition<S, C>(
  { cluster, appId, stage, inputTopic, confirmBeginning }: StageSettings<S, C>,
  partition: number,
): Promise<Pick<Restore<unknown>, "committed" | "logStart">> {
  const groupId = groupIdOf(appId, stage.name);
  const [committed, { start, end }] = await Promise.all([
    cluster.committed(groupId, inputTopic, partition),
    cluster.range(inputTopic, partition),
  ]);
  if (committed !== null && (committed.offset < start || committed.offset > end)) {
    throw outOfRange(groupId, `${inputTopic}[${partition}]`, committed, { start, end });
  }
  // Kafka deletes the committed offsets of a deleted topic, so a topic created again under the same
  // name would look new. And an offset that a tool has set has no memo.
  if (stage.spansIn(committed?.memo ?? "") === null) await confirmBeginning();
  return { committed: committed ?? { offset: start, memo: "" }, logStart: start };
}

function lostCommit(offset: number, { reached }: Membership): FatalError {
  return new FatalError(
    `Cannot continue: Kafka acknowledged a commit up to offset ${reached}, but the committed ` +
      `offset is now ${offset}`,
    "to continue would repeat the records between the two: check the output with deno task audit, " +
      "then set the group's offset with kafka-consumer-groups --reset-offsets and start once with " +
      "ACCEPT_MOVED_OFFSETS=true",
  );
}

function outOfRange(
  groupId: string,
  partition: string,
  { offset }: CommittedPosition,
  { start, end }: LogRange,
): FatalError {
  return new FatalError(
    `Cannot continue in "${partition}": group ${groupId} has processed up to offset ${offset}, but ` +
      `the log now holds ${start} to ${end}`,
    offset < start
      ? "records were deleted before they were processed: extend the topic's retention, and accept " +
        "the loss by moving the group's offset with kafka-consumer-groups --reset-offsets and " +
        "starting once with ACCEPT_MOVED_OFFSETS=true"
      : "the topic was deleted and created again, or lost its last records: find out what " +
        "happened, then move the group's offset with kafka-consumer-groups --reset-offsets and " +
        "start once with ACCEPT_MOVED_OFFSETS=true",
  );
}
