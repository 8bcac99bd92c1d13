import { FatalError, TransientError } from "../errors.ts";
import type { FormerTransaction, PartitionsByTopic } from "../kafka/transaction_client.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";

/** The partitions, and perhaps a group's offsets, that have no end marker of a transaction. */
interface MissingMarkers {
  /** The group whose offset is still pending; null when it is not. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

/** How often, and after which pauses, to check again before a marker counts as missing. */
export interface Recheck {
  /** Throws once the group has removed this member. */
  readonly assertAlive: () => void;
  readonly pausesMs?: readonly number[];
}

const recheckPausesMs = [100, 200, 400, 800, 1_600];

/**
 * Writes the end markers that a broker omitted from a transaction that counts as complete.
 *
 * In Kafka 4.3 this can happen as follows. The coordinator writes an end marker to each partition of
 * the transaction. If a partition has no leader at that moment, the coordinator treats the topic as
 * deleted and omits the marker. That is the case for every partition of a broker in a controlled
 * shutdown that has no other replica, and above all for the offsets of its groups. Say this happens
 * to a commit up to offset 100: the outputs of 0 to 99 are visible, the committed offset is still 0,
 * and the next owner starts there and repeats them, and no broker objects.
 *
 * After the fence, no transaction of the id is open, so whatever is still pending lacks its marker.
 * An empty transaction of the same producer, with the same outcome, makes the coordinator write it.
 * That transaction has fenced the id once more, so the acquisition then starts over. If the outcome
 * is unknown, this throws FatalError.
 *
 * A broker that has just handed a partition over still answers as its leader, from a log that lacks
 * the marker. So a marker that seems missing is looked up again, at the leader of that time.
 */
export async function settleFormer<S, C>(
  settings: StageSettings<S, C>,
  partition: number,
  former: FormerTransaction | null,
  recheck: Recheck,
): Promise<void> {
  if (former === null) return;
  const missing = await findLastingly(settings, partition, former.producerId, recheck);
  if (missing === null) return;
  const { appId, stage, inputTopic, transactionTimeoutMs, cluster } = settings;
  const transactionalId = transactionalIdOf(appId, stage.name, inputTopic, partition);
  const targets = targetsOf(missing);
  if (former.outcome === "unknown") throw undecided(transactionalId, targets);
  const isCommit = former.outcome === "committed";
  await cluster.transactions.complete({
    ...{ transactionalId, transactionTimeoutMs, isCommit },
    ...missing,
  });
  throw new TransientError(
    `The brokers omitted the end markers of ${targets} when the transaction of ` +
      `${transactionalId} was ${former.outcome}; they are written now`,
  );
}

/** The markers that are missing at every check; null when none are. */
async function findLastingly<S, C>(
  settings: StageSettings<S, C>,
  partition: number,
  producerId: string,
  { assertAlive, pausesMs = recheckPausesMs }: Recheck,
): Promise<MissingMarkers | null> {
  let missing = await findMissing(settings, partition, producerId);
  for (const pauseMs of pausesMs) {
    if (missing === null) return null;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    assertAlive();
    await settings.cluster.transactions.refresh();
    missing = await findMissing(settings, partition, producerId);
  }
  return missing;
}

async function findMissing<S, C>(
  { cluster, appId, stage, inputTopic, limits }: StageSettings<S, C>,
  partition: number,
  producerId: string,
): Promise<MissingMarkers | null> {
  const groupId = groupIdOf(appId, stage.name);
  const written = [...limits.keys()].filter((topic) => topic !== inputTopic);
  const [isPending, partitions] = await Promise.all([
    cluster.transactions.isPending(groupId, inputTopic, partition),
    cluster.transactions.openPartitions(written, producerId),
  ]);
  return isPending || partitions.size > 0
    ? { groupId: isPending ? groupId : null, partitions }
    : null;
}

function targetsOf({ groupId, partitions }: MissingMarkers): string {
  const topics = [...partitions].map(([topic, numbers]) => `${topic}[${numbers.join(", ")}]`);
  return [...(groupId === null ? [] : [`the offsets of ${groupId}`]), ...topics].join(", ");
}

function undecided(transactionalId: string, targets: string): FatalError {
  return new FatalError(
    `Cannot continue: the brokers omitted the end markers of ${targets} when a transaction of ` +
      `${transactionalId} ended, and it is unknown whether it was committed`,
    "check with deno task audit whether its records are visible; end it with kafka-transactions " +
      "--abort, set the group's offset with kafka-consumer-groups --reset-offsets and start once with " +
      "ACCEPT_MOVED_OFFSETS=true",
  );
}
