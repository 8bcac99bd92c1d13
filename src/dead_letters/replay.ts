import { FatalError, messageOf } from "../errors.ts";
import { errorType, fatalIn } from "../kafka/access/error_type.ts";
import { clocksDiffer } from "../kafka/clock_difference.ts";
import { connectedCluster } from "../kafka/connected_cluster.ts";
import { firstProtocol } from "../kafka/first_protocol.ts";
import type { KafkajsCluster } from "../kafka/internals.ts";
import { type Ranges, rangesOf } from "../kafka/ranges.ts";
import { TransactionalWriter } from "../kafka/transactional_writer.ts";
import type { OutputRecord } from "../pipeline/record.ts";
import { noTime } from "../pipeline/record_time.ts";
import type { TwoStages } from "../pipeline/two_stages.ts";
import type { DeskTopics } from "./desk_topics.ts";
import { ledgerRecord, markers } from "./ledger.ts";
import { candidatesOf, type CandidateTurn, readReplayed, type ReplayJob } from "./replay_job.ts";
import { type Candidate, ReplayPlan } from "./replay_plan.ts";

const recordsPerTransaction = 500;
const fencedTypes = ["INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_ID_MAPPING", "PRODUCER_FENCED"];

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
 * 1. open the id: this ends an earlier replay's transaction, and that replay can begin no other;
 * 2. write an end marker to the ledger, and read the ledger up to it;
 * 3. replay the dead letters that have no entry.
 *
 * A ledger that is read before the fence could miss what the earlier replay has just committed.
 */
export async function replay(job: ReplayJob, signal: AbortSignal): Promise<number> {
  const { topics, report, progress } = job;
  const connections = await connectedCluster(job.kafka);
  const writer = newWriter(job, connections);
  let count = 0;
  try {
    report("waiting for an earlier replay to end, and reading the ledger");
    await writer.open();
    const replayed = await readReplayed(job, await writeMarkers(job, writer));
    for await (const slice of slicesOf(candidatesOf(job, replayed))) {
      if (signal.aborted) break;
      await writer.transact(slice.flatMap((candidate) => recordsOf(candidate, topics)), null);
      count += slice.length;
      progress(slice.length);
    }
    return count;
  } catch (error) {
    throw clocksDiffer(error, [topics.input, topics.ledger]) ?? interruption(error, count);
  } finally {
    await writer.close();
    await connections.disconnect();
  }
}

function newWriter(
  { appId, transactionTimeoutMs, topics }: ReplayJob,
  cluster: KafkajsCluster,
): TransactionalWriter {
  const written = [topics.input, topics.ledger];
  const limits = new Map(written.map((topic) => [topic.topic, topic.maxMessageBytes]));
  const transactionalId = `${appId}-dlq-replay`;
  const protocol = firstProtocol;
  return new TransactionalWriter({
    cluster,
    transactionalId,
    transactionTimeoutMs,
    limits,
    protocol,
  });
}

/** Writes end markers and returns the ranges of the ledger up to them. */
async function writeMarkers(
  { cluster, topics: { ledger } }: ReplayJob,
  writer: TransactionalWriter,
): Promise<Ranges> {
  const offsets = await writer.transact(markers(ledger, noTime), null);
  const logs = await rangesOf(cluster, ledger.topic);
  return new Map([...logs].map(([partition, { start }]) => {
    return [partition, { start, end: offsets.get(`${ledger.topic}/${partition}`)! + 1 }];
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
