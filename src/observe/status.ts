import type { ClusterView, DeadLetter, PartitionPosition, SchemaInUse } from "./cluster_view.ts";
import type { Flow } from "./flow.ts";
import type { HealthReport } from "./health.ts";
import type { Transactions } from "./history.ts";
import type { Percentiles } from "./latency.ts";
import type { Observer } from "./observer.ts";
import type { TaskState } from "./task_states.ts";
import type { TimeLineEntry } from "./time_line.ts";

/** Who tells. */
export interface ServiceName {
  readonly name: string;
  readonly version: string;
  readonly appId: string;
  readonly instance: string;
  readonly startedAt: string;
  readonly workers: number;
}

/** One partition of a stage's input. */
export interface PartitionStatus {
  readonly stage: string;
  readonly topic: string;
  readonly partition: number;
  readonly owner: string | null;
  readonly isOurs: boolean;
  readonly worker: number | null;
  readonly state: TaskState | "elsewhere" | "unowned";
  readonly committed: number | null;
  readonly end: number | null;
  readonly lag: number | null;
  readonly lastCommitAt: string | null;
}

/** All there is to see of a process and its pipeline, but counts. */
export interface Status {
  readonly service: ServiceName & { readonly now: string };
  readonly health: HealthReport;
  readonly topics: Readonly<Record<string, string>>;
  readonly flow: { readonly totals: Flow; readonly perSecond: Flow };
  readonly partitions: readonly PartitionStatus[];
  readonly transactions: Transactions;
  readonly latencyMs: Percentiles;
  readonly rebalances: readonly TimeLineEntry[];
  readonly deadLetters: {
    readonly total: number;
    readonly byCause: readonly { readonly cause: string; readonly count: number }[];
    readonly newest: readonly DeadLetter[];
  };
  readonly schemas: readonly SchemaInUse[];
}

/** What a status is made of. */
export interface StatusSources {
  readonly service: ServiceName;
  readonly topics: Readonly<Record<string, string>>;
  readonly observer: Observer;
  readonly cluster: ClusterView;
}

const latencySeconds = 60;

/** The status at a time. */
export function statusOf(sources: StatusSources, nowMs: number): Status {
  const { service, topics, observer, cluster } = sources;
  const { flow, health, transactions, latency, timeLine } = observer;
  const totals = flow.totals();
  return {
    service: { ...service, now: new Date(nowMs).toISOString() },
    health: health.report(),
    topics,
    flow: { totals, perSecond: flow.perSecond() },
    partitions: partitionsOf(sources),
    transactions: transactions.totals(),
    latencyMs: latency.percentiles(latencySeconds),
    rebalances: timeLine.entries(),
    deadLetters: {
      total: totals.rejected,
      byCause: flow.causes(),
      newest: cluster.deadLetters(),
    },
    schemas: cluster.schemas(),
  };
}

/** Each partition of both stages' input, ours and others'. */
export function partitionsOf(
  { service, observer, cluster }: Omit<StatusSources, "topics">,
): PartitionStatus[] {
  return cluster.positions().flatMap(({ stage, topic, partitions }) =>
    partitions.map((position) => {
      const { partition } = position;
      return { stage, topic, partition, ...standing(service, observer, stage, position) };
    })
  );
}

function standing(
  { instance }: ServiceName,
  { tasks }: Observer,
  stage: string,
  { partition, owner, committed: asked, start, end: askedEnd }: PartitionPosition,
) {
  const task = tasks.find(stage, partition);
  const isOurs = task !== null && (owner === null || tasks.isUs(owner.memberId));
  // What was committed here is newer than what was asked of the cluster some seconds ago.
  const committed = latest(asked, isOurs ? task.committed : null);
  const end = askedEnd === null ? null : Math.max(askedEnd, committed ?? 0);
  return {
    owner: isOurs ? instance : owner?.name ?? null,
    isOurs,
    worker: isOurs ? task.worker : null,
    state: isOurs ? task.state : owner === null ? "unowned" as const : "elsewhere" as const,
    committed,
    end,
    // Of one moment, both; and behind it, where the partition was never committed.
    lag: askedEnd === null ? null : Math.max(0, askedEnd - (asked ?? start ?? askedEnd)),
    lastCommitAt: isOurs && task.lastCommitMs !== null
      ? new Date(task.lastCommitMs).toISOString()
      : null,
  };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.max(a, b);
}
