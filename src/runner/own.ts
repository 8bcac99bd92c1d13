import { FatalError } from "../errors.ts";
import type { LogRange } from "../kafka/cluster.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import { confirmRules } from "./confirm_rules.ts";
import { fenceFormerVersion } from "./former_version.ts";
import { PartitionTask } from "./partition_task.ts";
import { type Claim, restoreStates } from "./restore.ts";
import type { Session } from "./session.ts";
import { settledPositions } from "./settled_positions.ts";
import type { StageSettings } from "./stage_settings.ts";
import { sweep } from "./sweep.ts";

/**
 * Takes over the partitions that the group has assigned to a member, in this order:
 *
 * 1. open writers under ids that no other process uses;
 * 2. end the transactions that dead members, or given-up writers of this one, left open; it only saves
 *    time;
 * 3. read the committed offsets, each when no open transaction can still move it;
 * 4. check that the log still contains them, and that they were processed by the same rules;
 * 5. restore the states, or keep those that match the offsets.
 *
 * This is safe without fencing the former owner. Say A has written a transaction up to offset 100 and
 * stalls, and the group moves the partition to B. The group's coordinator accepts offsets only from
 * members of the current generation, and it raised the generation before it told B. So A's offset either
 * arrived before, and is pending until A's transaction ends; or it is rejected, and A's transaction never
 * commits. In the first case B waits at step 3: it does not read an offset that A may still move.
 *
 * Nothing is fetched before step 3. Rejected: to read the offsets while the group still rebalances, which
 * would be faster, but B could read them before A's offset arrives.
 */
export async function own<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
): Promise<Map<number, PartitionTask<State>>> {
  const { member, writers, protocol, writing, kept } = session;
  const { membership: { partitions, isLeader, memberId } } = member;
  await writers.open(memberId, protocol, writing);
  if (isLeader || writers.haveBeenReplaced) await sweep(settings, session);
  if (partitions.length === 0) return new Map();
  const claims = await claimsOf(settings, session);
  await confirmRules(settings, "before the first record");
  const states = await restoreStates(settings, session, claims);
  member.assertAlive();
  return new Map(claims.map(({ partition, committed: { offset, memo } }) => {
    const state = states.get(partition) ?? kept.get(partition)!.state;
    return [partition, new PartitionTask(partition, { state, position: offset, memo })];
  }));
}

async function claimsOf<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
): Promise<Claim[]> {
  const { cluster, inputTopic, stage, confirmBeginning, appId } = settings;
  const { partitions } = session.member.membership;
  const read = () => settledPositions(settings, session);
  let positions = await read();
  // After the fence the offsets may have changed.
  if (await fenceFormerVersion(settings, positions)) positions = await read();
  const ranges = await cluster.ranges(inputTopic, partitions);
  const claims = partitions.map((partition): Claim => {
    const committed = positions.get(partition) ?? null;
    const range = ranges.get(partition)!;
    checkPosition(partition, committed, range);
    const isCommitted = committed !== null;
    const position = committed ?? { offset: range.start, memo: "" };
    return { partition, committed: position, isCommitted, logStart: range.start };
  });
  // Kafka deletes the committed offsets of a deleted topic, so a topic created again under the same name
  // would look new. And an offset that a tool has set has no memo.
  const isForeign = ({ committed: { memo } }: Claim) => stage.spansIn(memo) === null;
  if (claims.some(isForeign)) await confirmBeginning();
  for (const { partition, committed: { offset } } of claims) {
    const reached = session.reached.get(partition) ?? 0;
    if (offset < reached) throw lostCommit(offset, reached);
  }
  return claims;

  function checkPosition(
    partition: number,
    committed: CommittedPosition | null,
    range: LogRange,
  ): void {
    if (committed === null) return;
    const { offset } = committed;
    if (offset >= range.start && offset <= range.end) return;
    const place = `${inputTopic}[${partition}]`;
    throw outOfRange(groupIdOf(appId, stage.name), place, offset, range);
  }
}

function lostCommit(offset: number, reached: number): FatalError {
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
  offset: number,
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
