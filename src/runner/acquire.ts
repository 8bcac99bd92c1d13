import { FatalError } from "../errors.ts";
import type { LogRange } from "../kafka/cluster.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { TransactionalProducer } from "../kafka/transactional_producer.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import { confirmRules } from "./confirm_rules.ts";
import { type Restore, restoreState, type StateAt } from "./restore.ts";
import { settleFormer } from "./settle_former.ts";
import type { StageSettings } from "./stage_settings.ts";

/** What it takes to process a partition; thrown away whole when any of it is in doubt. */
export interface Ownership<State> extends StateAt<State> {
  readonly producer: TransactionalProducer;
  /** The group generation it was acquired in. */
  readonly generation: number;
  /** The offset that the next batch must begin with. */
  position: number;
  /** What stands beside that offset. */
  memo: string;
  /** Whether nobody had written down other rules behind the first commit. */
  isConfirmed: boolean;
}

/** How an acquisition talks to the consumer it runs in. */
export interface Membership {
  readonly generation: number;
  /** Throws when the group is known to have let this member go. */
  readonly assertAlive: () => void;
  /** The same, and asks: as far as is known, for kafkajs beats now and then. */
  readonly confirm: () => Promise<void>;
  readonly seek: (offset: number) => void;
  /** Up to where this process has seen commits succeed. */
  readonly reached: number;
}

/**
 * Makes this process the owner of a partition, in the one order that is safe:
 *
 * 1. fence: the former owner's transaction is over, and it can begin no other;
 * 2. confirm that the group still wants us here;
 * 3. settle what a broker left half done of the former owner's transaction;
 * 4. re-read the committed offset, and by which rules all partitions were processed;
 * 5. restore the state, or keep it where it is that of the offset;
 * 6. seek to the offset.
 *
 * The order of 1 and 4 is the point. Say A sends its commit up to offset 100 and stalls; the group
 * moves the partition to B, and kafkajs fetches B's offset, 0, before A's commit is complete. B then
 * fences, which waits for A's commit, and would process 0 to 99 a second time, legally. Whatever
 * kafkajs fetched before the fence is therefore never used.
 */
export async function acquire<State, Change>(
  settings: StageSettings<State, Change>,
  partition: number,
  membership: Membership,
  kept?: StateAt<State>,
): Promise<Ownership<State>> {
  const { appId, stage, inputTopic, cluster } = settings;
  const transactionalId = transactionalIdOf(appId, stage.name, inputTopic, partition);
  // To fence is to make the coordinator forget how the former transaction ended.
  const former = await cluster.transactions.former(transactionalId);
  const producer = newProducer(settings, partition);
  try {
    await fence(settings, partition, producer);
    await membership.confirm();
    await settleFormer(settings, partition, former, membership);
    const { committed, logStart } = await committedPosition(settings, partition);
    if (committed.offset < membership.reached) throw lostCommit(committed.offset, membership);
    await confirmRules(settings, "before");
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
  // Kafka forgets the positions in a topic that is deleted: one made again under the same name would
  // pass for a new one. And a position that a tool has set carries no memo.
  if (stage.spansIn(committed?.memo ?? "") === null) await confirmBeginning();
  return { committed: committed ?? { offset: start, memo: "" }, logStart: start };
}

function lostCommit(offset: number, { reached }: Membership): FatalError {
  return new FatalError(
    `Cannot go on: Kafka acknowledged a commit up to offset ${reached} and now tells ${offset}`,
    "to go on would repeat what is between the two: compare the output with deno task audit, then " +
      "set the group's offset with kafka-consumer-groups --reset-offsets and start once with " +
      "ACCEPT_MOVED_OFFSETS=true",
  );
}

function outOfRange(
  groupId: string,
  place: string,
  { offset }: CommittedPosition,
  { start, end }: LogRange,
): FatalError {
  return new FatalError(
    `Cannot go on in "${place}": group ${groupId} has processed up to offset ${offset}, but the ` +
      `log now holds ${start} to ${end}`,
    offset < start
      ? "records were deleted before they were processed: lengthen the topic's retention, and " +
        "accept the loss by moving the group's offset with kafka-consumer-groups --reset-offsets " +
        "and starting once with ACCEPT_MOVED_OFFSETS=true"
      : "the topic was deleted and made again, or lost its end: move the group's offset with " +
        "kafka-consumer-groups --reset-offsets once it is clear what happened, and start once with " +
        "ACCEPT_MOVED_OFFSETS=true",
  );
}
