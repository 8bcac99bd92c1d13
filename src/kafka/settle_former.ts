import { FatalError, TransientError } from "../errors.ts";
import { groupIdOf, type StageSettings, transactionalIdOf } from "./stage_settings.ts";
import type { FormerTransaction, PartitionsByTopic } from "./transaction_client.ts";

/** What was never told how a transaction ended. */
interface Untold {
  /** Null where the group's position is settled. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

/**
 * Completes a transaction that the brokers call complete although some partition was never told.
 *
 * Kafka 4.3 leaves one behind like this: its coordinator writes a marker to each partition of a
 * transaction, and where a partition has no leader at that moment, it takes the topic for deleted and
 * leaves the marker out. That is so for every partition of a broker that is stopped in order and has
 * no replica elsewhere, for its groups' positions above all. Say a commit up to offset 100 meets this:
 * the outputs of 0 to 99 are visible, the position is still 0, and everybody who goes on from there
 * repeats them, legally.
 *
 * Behind a fence no transaction of the id is open. Whatever still waits for one was forgotten, and is
 * told now, by an empty transaction of the same producer, how that one ended. Then all begins anew:
 * to say it took the id over once more. Where nobody knows how it ended, nobody goes on.
 */
export async function settleFormer<S, C>(
  settings: StageSettings<S, C>,
  partition: number,
  former: FormerTransaction | null,
): Promise<void> {
  if (former === null) return;
  const untold = await findUntold(settings, partition, former.producerId);
  if (untold.groupId === null && untold.partitions.size === 0) return;
  const { appId, stage, inputTopic, transactionTimeoutMs, cluster } = settings;
  const transactionalId = transactionalIdOf(appId, stage.name, inputTopic, partition);
  const places = placesOf(untold);
  if (former.outcome === "unknown") throw undecided(transactionalId, places);
  const isCommit = former.outcome === "committed";
  await cluster.transactions.complete({
    ...{ transactionalId, transactionTimeoutMs, isCommit },
    ...untold,
  });
  throw new TransientError(
    `The brokers left out ${places} when the transaction of ${transactionalId} was ` +
      `${former.outcome}: they are told now`,
  );
}

async function findUntold<S, C>(
  { cluster, appId, stage, inputTopic, limits }: StageSettings<S, C>,
  partition: number,
  producerId: string,
): Promise<Untold> {
  const groupId = groupIdOf(appId, stage.name);
  const written = [...limits.keys()].filter((topic) => topic !== inputTopic);
  const [isPending, partitions] = await Promise.all([
    cluster.transactions.isPending(groupId, inputTopic, partition),
    cluster.transactions.openPartitions(written, producerId),
  ]);
  return { groupId: isPending ? groupId : null, partitions };
}

function placesOf({ groupId, partitions }: Untold): string {
  const topics = [...partitions].map(([topic, numbers]) => `${topic}[${numbers.join(", ")}]`);
  return [...(groupId === null ? [] : [`the position of ${groupId}`]), ...topics].join(", ");
}

function undecided(transactionalId: string, places: string): FatalError {
  return new FatalError(
    `Cannot go on: the brokers left out ${places} when a transaction of ${transactionalId} ended, ` +
      "and whether it was committed nobody remembers",
    "find out with deno task audit whether its records are visible; end it with kafka-transactions " +
      "--abort, set the group's offset with kafka-consumer-groups --reset-offsets and start once with " +
      "ACCEPT_MOVED_OFFSETS=true",
  );
}
