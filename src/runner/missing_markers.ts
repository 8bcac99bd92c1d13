import { FatalError } from "../errors.ts";
import type { ListedTransaction } from "../kafka/protocol/list_transactions.ts";
import type { PartitionsByTopic } from "../kafka/transaction_client.ts";
import { groupIdOf, writerIdPrefix } from "../names.ts";
import type { Session } from "./session.ts";
import type { StageSettings } from "./stage_settings.ts";
import { leftBehind } from "./sweep.ts";

/**
 * Writes the end markers that a broker omitted from transactions that count as complete.
 *
 * In Kafka 4.3 this can happen as follows. The coordinator writes an end marker to each partition of a
 * transaction. If a partition has no leader at that moment, the coordinator treats the topic as deleted
 * and omits the marker. That is the case for every partition of a broker in a controlled shutdown that
 * has no other replica. If the partition holds the offsets of the group, nobody can take over the
 * partitions of the input; if it belongs to an output, its readers wait for ever.
 *
 * An empty transaction of the same producer, with the same outcome, makes the coordinator write the
 * marker. An offset always belongs to the latest transaction of its producer, because every later marker
 * of that producer would have settled it. So the state of the id is the outcome.
 */
const outcomes: ReadonlyMap<string, boolean> = new Map([
  ["CompleteCommit", true],
  ["CompleteAbort", false],
]);

/** States of transactions that still end by themselves. */
const unfinished: ReadonlySet<string> = new Set([
  "Ongoing",
  "PrepareCommit",
  "PrepareAbort",
  "PrepareEpochFence",
]);

/** After so many attempts without an unfinished transaction, nobody knows the outcome any more. */
const lastAttempt = 3;

/**
 * Writes the end markers of a group's offsets again, for each transaction that left some. It is not known
 * which one that is, so it does so for all that have ended: first for those of dead members, and then for
 * those of living ones, which start over with other ids.
 */
export async function settleOffsets<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
  attempt: number,
): Promise<void> {
  const { cluster, appId, stage, transactionTimeoutMs, notify } = settings;
  const { member: { membership: { memberId } }, writers, protocol, writing } = session;
  const groupId = groupIdOf(appId, stage.name);
  if (attempt === 1) {
    // Writers that a member kept over a rebalance may have left it. As former ones they are included.
    await writers.close();
    await writers.open(memberId, protocol, writing);
  }
  const all = await cluster.transactions.list(writerIdPrefix(appId, stage.name));
  const isLeft = attempt === 1 ? await leftBehind(settings, session) : () => true;
  const ended = all.filter(({ transactionalId, state }) =>
    outcomes.has(state) && isLeft(transactionalId) && !writers.ids.has(transactionalId)
  );
  for (const { transactionalId, state } of ended) {
    const isCommit = outcomes.get(state)!;
    const partitions: PartitionsByTopic = new Map();
    await cluster.transactions.complete({
      ...{ transactionalId, transactionTimeoutMs, isCommit, groupId, partitions },
    });
  }
  const reason =
    `wrote the end markers of ${ended.length} transactions again, for the offsets of ` +
    `${groupId}`;
  notify({ event: "swept", stage: stage.name, reason });
  if (attempt < lastAttempt || all.some(({ state }) => unfinished.has(state))) return;
  throw undecided(groupId);
}

const recheckPausesMs = [100, 200, 400, 800, 1_600];

/**
 * Writes the end markers again that outputs lack of the transactions of dead members.
 *
 * A broker that has just handed a partition over still answers as its leader, from a log that lacks the
 * marker. So a marker that seems missing is looked up again, at the leader of that time.
 */
export async function settleOutputs<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
  pausesMs: readonly number[] = recheckPausesMs,
): Promise<void> {
  const { cluster, transactionTimeoutMs, notify, stage } = settings;
  let missing = await findMissing(settings, session);
  for (const pauseMs of pausesMs) {
    if (missing.size === 0) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    session.member.assertAlive();
    await cluster.transactions.refresh();
    const again = await findMissing(settings, session);
    missing = new Map([...again].filter(([id]) => missing.has(id)));
  }
  for (const [transactionalId, { state, partitions }] of missing) {
    const isCommit = outcomes.get(state)!;
    const names = [...partitions].map(([topic, numbers]) => `${topic}[${numbers.join(", ")}]`);
    const reason = `writes the end markers that ${names.join(", ")} lacks of ${transactionalId}`;
    notify({ event: "swept", stage: stage.name, reason });
    await cluster.transactions.complete({
      ...{ transactionalId, transactionTimeoutMs, isCommit, groupId: null, partitions },
    });
  }
}

interface Missing extends ListedTransaction {
  readonly partitions: PartitionsByTopic;
}

/** The partitions are asked first: a transaction that was open then may have ended since, not vice versa. */
async function findMissing<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
): Promise<ReadonlyMap<string, Missing>> {
  const { cluster, appId, stage, inputTopic, limits } = settings;
  const written = [...limits.keys()].filter((topic) => topic !== inputTopic);
  const open = await cluster.transactions.openPartitions(written);
  if (open.size === 0) return new Map();
  const isLeft = await leftBehind(settings, session);
  const all = await cluster.transactions.list(writerIdPrefix(appId, stage.name));
  return new Map(
    all.flatMap((transaction) => {
      const { transactionalId, producerId, state } = transaction;
      const partitions = open.get(producerId);
      const isMissing = partitions !== undefined && outcomes.has(state) && isLeft(transactionalId);
      return isMissing ? [[transactionalId, { ...transaction, partitions }] as const] : [];
    }),
  );
}

function undecided(groupId: string): FatalError {
  return new FatalError(
    `Cannot continue: the brokers omitted the end marker of an offset of ${groupId}, and it is unknown ` +
      "whether its transaction was committed",
    "check with deno task audit whether its records are visible; end it with kafka-transactions " +
      "--abort, set the group's offset with kafka-consumer-groups --reset-offsets and start once with " +
      "ACCEPT_MOVED_OFFSETS=true",
  );
}
