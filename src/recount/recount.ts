import { FatalError, messageOf } from "../errors.ts";
import { fatalIn } from "../kafka/access/error_type.ts";
import { clocksDiffer } from "../kafka/clock_difference.ts";
import { positionsOf } from "../kafka/ranges.ts";
import { groupIdOf } from "../names.ts";
import {
  type EnrichMemo,
  readEnrichMemo,
  writeEnrichMemo,
  writeStanding,
} from "../pipeline/enrich_memo.ts";
import { addSpan, newestRules } from "../pipeline/rules.ts";
import { checkRemembered } from "../setup/start_checks.ts";
import { countsFromInput } from "./from_input.ts";
import { countsFromOutput } from "./from_output.ts";
import { memoOf, planPartition, recordsOf, type RecountPlan } from "./plan.ts";
import { assertStopped, joinAlone, type SoleMember } from "./sole_member.ts";
import { completeSource, type SourceName } from "./source.ts";
import { readTable } from "./table.ts";
import { countTopicsOf, isAgainstDeltas, type Workplace } from "./workplace.ts";

/** Compares the counts with what they should be; writes nothing. */
export async function planRecount(
  workplace: Workplace,
  sourceName: SourceName,
): Promise<RecountPlan> {
  await assertStopped(workplace);
  return await planOf(workplace, sourceName);
}

async function planOf(workplace: Workplace, sourceName: SourceName): Promise<RecountPlan> {
  const source = await completeSource(workplace, sourceName);
  const { partitionCount } = workplace.settings.topics.deltas;
  const tables = await Promise.all(
    Array.from({ length: partitionCount }, (_, partition) => readTable(workplace, partition)),
  );
  checkRemembered(workplace.settings.topics, {
    hasPosition: source.extents.some(({ end }) => end > 0),
    hasCounts: tables.some(({ entries }) => entries.size > 0),
  });
  const count = sourceName === "input" ? countsFromInput : countsFromOutput;
  const rebuilt = await count(workplace, source.extents);
  return {
    source,
    partitions: tables.map((table) => planPartition(table, rebuilt[table.partition]!)),
  };
}

/**
 * Rebuilds the counts, one transaction per partition: the table, the output, and the committed offset
 * with its memo. If it is killed, each partition is either old or new, and the next recount does the
 * rest.
 *
 * It first joins the groups of both stages as their only member, so that nothing changes while it reads. A
 * processor that starts during the recount joins as well, and then nothing more of the recount is
 * committed.
 */
export async function recount(
  workplace: Workplace,
  sourceName: SourceName,
  announce: (plan: RecountPlan) => void,
): Promise<RecountPlan> {
  await assertStopped(workplace);
  workplace.report("taking over the tasks of both stages");
  const { enrich: enricher, count: counter } = await joinAlone(workplace);
  try {
    const before = await positions(workplace);
    const plan = await planOf(workplace, sourceName);
    await assertAtRest(workplace, plan, before);
    announce(plan);
    await write(workplace, plan, counter);
    await markCounted(workplace, enricher);
    return plan;
  } finally {
    await Promise.all([enricher.leave(), counter.leave()]);
  }
}

async function write(
  workplace: Workplace,
  { source, partitions }: RecountPlan,
  counter: SoleMember,
): Promise<void> {
  const { settings, report } = workplace;
  const { topics: { counts, output, deltas: { partitionCount } } } = settings;
  for (const plan of partitions) {
    if (plan.isHealthy) continue;
    const { partition, end: offset } = plan.table;
    const table = `${counts.topic}[${partition}]`;
    report(`writing ${table}`);
    const records = recordsOf(plan, countTopicsOf(settings), source.name, Date.now());
    const memo = memoOf(plan, partitionCount, isAgainstDeltas(workplace));
    try {
      await counter.commit(records, [{ partition, offset, memo }]);
    } catch (error) {
      throw clocksDiffer(error, [counts, output]) ?? unwritten(table, error);
    }
  }
}

/** Records that all logins below the committed offsets of the enrich stage are counted. */
async function markCounted(
  { settings, cluster }: Workplace,
  enricher: SoleMember,
): Promise<void> {
  const { topics: { input }, config: { appId } } = settings;
  const groupId = groupIdOf(appId, "enrich");
  for (const [partition, position] of (await positionsOf(cluster, groupId, input)).entries()) {
    const found = readEnrichMemo(position?.memo ?? "");
    if (position === null || found === null || isMarkedCounted(found)) continue;
    const { topic } = input;
    const { offset } = position;
    const { start } = await cluster.range(topic, partition);
    const rules = { ...newestRules(found.spans), COUNTS: "true" };
    const span = { from: offset, rules, isBackdated: false };
    const spans = found.spans.length === 0 ? [] : addSpan(found.spans, span, start);
    const standing = writeStanding({ ...found, spans });
    const memo = writeEnrichMemo(found.streamTimeMs, true, standing);
    await enricher.commit([], [{ partition, offset, memo }]);
  }
}

function isMarkedCounted({ isCounted, spans }: EnrichMemo): boolean {
  return isCounted && newestRules(spans)?.["COUNTS"] !== "false";
}

function unwritten(table: string, error: unknown): FatalError {
  return fatalIn(error) ?? new FatalError(
    `Cannot write the counts of "${table}": ${messageOf(error)}`,
    "stop all processors and run it again: partitions already written are correct",
    { cause: error },
  );
}

async function positions({ settings, cluster }: Workplace): Promise<string> {
  const { topics: { input }, config: { appId } } = settings;
  return JSON.stringify(await positionsOf(cluster, groupIdOf(appId, "enrich"), input));
}

/** Throws if the deltas or the committed offsets have changed since they were read. */
async function assertAtRest(
  workplace: Workplace,
  { partitions }: RecountPlan,
  positionsBefore: string,
): Promise<void> {
  const { settings: { topics: { deltas: { topic } } }, cluster } = workplace;
  const watermarks = await Promise.all(
    partitions.map(({ table }) => cluster.highWatermark(topic, table.partition)),
  );
  const isAtRest = await positions(workplace) === positionsBefore &&
    partitions.every(({ table }) => table.end === watermarks[table.partition]);
  if (isAtRest) return;
  throw new FatalError(
    `Cannot recount: something still writes to ${topic}`,
    "stop all processors and run it again; nothing was written",
  );
}
