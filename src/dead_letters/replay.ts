import { FatalError, messageOf } from "../errors.ts";
import { errorType, fatalIn } from "../kafka/access/error_type.ts";
import { clocksDiffer } from "../kafka/clock_difference.ts";
import type { LogRange } from "../kafka/cluster.ts";
import { type Ranges, rangesOf } from "../kafka/ranges.ts";
import { TransactionalProducer } from "../kafka/transactional_producer.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { noTime } from "../pipeline/record_time.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import type { DeskTopics } from "./desk_topics.ts";
import { ledgerRecord, markers } from "./ledger.ts";
import { candidatesOf, type CandidateTurn, readReplayed, type ReplayJob } from "./replay_job.ts";
import { type Candidate, ReplayPlan } from "./replay_plan.ts";

const recordsPerTransaction = 500;
const fencedTypes = ["INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING"];

/** Plans a replay; writes nothing. */
export async function planReplay(job: ReplayJob, stage: TwoStages["enrich"]): Promise<ReplayPlan> {
  const { cluster, topics } = job;
  const plan = new ReplayPlan(stage);
  const replayed = await readReplayed(job, await rangesOf(cluster, topics.ledger.topic));
  for await (const { candidates, writers } of candidatesOf(job, replayed)) {
    plan.add(candidates, writers.codecs);
    job.progress(candidates.length);
  }
  return plan;
}

/**
 * Replays each dead letter exactly once, even with concurrent replays and crashes; returns how many. A
 * dead letter and its ledger entry are one transaction. All transactions have one transactional id, and
 * the order is:
 *
 * 1. fence: this ends an earlier replay's transaction, and that replay can begin no other;
 * 2. write an end marker to the ledger, and read the ledger up to it;
 * 3. replay the dead letters that have no entry.
 *
 * A ledger that is read before the fence could miss what the earlier replay has just committed.
 */
export async function replay(job: ReplayJob, signal: AbortSignal): Promise<number> {
  const { topics, report, progress } = job;
  const producer = newProducer(job);
  let count = 0;
  try {
    report("waiting for an earlier replay to end, and reading the ledger");
    await producer.fence();
    const replayed = await readReplayed(job, await writeMarkers(job, producer));
    for await (const slice of slicesOf(candidatesOf(job, replayed))) {
      if (signal.aborted) break;
      await producer.inTransaction(async (transaction) => {
        await transaction.send(slice.flatMap((candidate) => recordsOf(candidate, topics)));
      });
      count += slice.length;
      progress(slice.length);
    }
    await producer.close();
    return count;
  } catch (error) {
    producer.discard();
    throw clocksDiffer(error, [topics.input, topics.ledger]) ?? interruption(error, count);
  }
}

function newProducer({ kafka, appId, transactionTimeoutMs, topics }: ReplayJob) {
  const written = [topics.input, topics.ledger];
  const limits = new Map(written.map((topic) => [topic.topic, topic.maxMessageBytes]));
  const transactionalId = `${appId}-dlq-replay`;
  return new TransactionalProducer({ kafka, transactionalId, transactionTimeoutMs, limits });
}

/** Writes end markers and returns the ranges of the ledger up to them. */
async function writeMarkers(
  { cluster, topics: { ledger } }: ReplayJob,
  producer: TransactionalProducer,
): Promise<Ranges> {
  const ends = new Map<number, number>();
  await producer.inTransaction(async (transaction) => {
    for (const { partition, baseOffset } of await transaction.send(markers(ledger, noTime))) {
      ends.set(partition, Number(baseOffset) + 1);
    }
  });
  const logs = await rangesOf(cluster, ledger.topic);
  return new Map([...ends].map(([partition, end]): [number, LogRange] => {
    return [partition, { start: logs.get(partition)?.start ?? 0, end }];
  }));
}

interface Replay extends Candidate {
  readonly outcome: OutputRecord;
}

async function* slicesOf(turns: AsyncIterable<CandidateTurn>): AsyncGenerator<Replay[]> {
  for await (const { candidates } of turns) {
    const replays = candidates.filter((candidate) => typeof candidate.outcome !== "string");
    for (let start = 0; start < replays.length; start += recordsPerTransaction) {
      yield replays.slice(start, start + recordsPerTransaction) as Replay[];
    }
  }
}

function recordsOf({ letter, outcome }: Replay, { ledger }: DeskTopics): OutputRecord[] {
  return [outcome, ledgerRecord(ledger, letter.at, outcome)];
}

function interruption(error: unknown, count: number): FatalError {
  const fatal = fatalIn(error);
  if (fatal !== null) return fatal;
  const isFenced = fencedTypes.includes(errorType(error) ?? "");
  const reason = isFenced ? "another replay has taken over" : messageOf(error);
  const command = isFenced
    ? "wait until the other replay ends, then run this again"
    : "run this again";
  return new FatalError(
    `The replay stopped after ${count} dead letters: ${reason}`,
    `${command}: it continues with the rest, and nothing is replayed twice`,
    { cause: error },
  );
}
