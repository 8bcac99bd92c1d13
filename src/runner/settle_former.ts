import { FatalError, TransientError } from "../errors.ts";
import type { FormerTransaction, PartitionsByTopic } from "../kafka/transaction_client.ts";
import { groupIdOf, transactionalIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";

/** What was never told how a transaction ended. */
interface Untold {
  /** Null where the group's position is settled. */
  readonly groupId: string | null;
  readonly partitions: PartitionsByTopic;
}

/** How often and how soon it is looked again before anything counts as forgotten. */
export interface Recheck {
  /** Throws once the group has let this member go. */
  readonly assertAlive: () => void;
  readonly pausesMs?: readonly number[];
}

const recheckPausesMs = [100, 200, 400, 800, 1_600];

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
 *
 * But a broker that has just handed a partition on answers as if it still led it, from a log that has
 * not got the marker yet. So what seems forgotten is asked for again, of whoever leads by then.
 */
export async function settleFormer<S, C>(
  settings: StageSettings<S, C>,
  partition: number,
  former: FormerTransaction | null,
  recheck: Recheck,
): Promise<void> {
  if (former === null) return;
  const untold = await findLastingly(settings, partition, former.producerId, recheck);
  if (untold === null) return;
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

/** What is untold now and was each time that it was asked for; null when nothing is. */
async function findLastingly<S, C>(
  settings: StageSettings<S, C>,
  partition: number,
  producerId: string,
  { assertAlive, pausesMs = recheckPausesMs }: Recheck,
): Promise<Untold | null> {
  let untold = await findUntold(settings, partition, producerId);
  for (const pauseMs of pausesMs) {
    if (untold === null) return null;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    assertAlive();
    await settings.cluster.transactions.refresh();
    untold = await findUntold(settings, partition, producerId);
  }
  return untold;
}

async function findUntold<S, C>(
  { cluster, appId, stage, inputTopic, limits }: StageSettings<S, C>,
  partition: number,
  producerId: string,
): Promise<Untold | null> {
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
