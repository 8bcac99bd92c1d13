import type { PartitionStatus, Stage } from "../contract/partition.ts";
import type { Service, Status } from "../contract/status.ts";
import type { ClusterView, PartitionPosition } from "./cluster_view.ts";
import type { Observer } from "./observer.ts";

/** Where a status comes from. */
export interface StatusSources {
  readonly service: Service;
  readonly topics: Status["topics"];
  readonly observer: Observer;
  readonly cluster: ClusterView;
}

const latencySeconds = 60;

/** The status at a time. */
export function statusOf(sources: StatusSources, nowMs: number): Status {
  const { service, topics, observer, cluster } = sources;
  const { flow, health, transactions, latency, timeline } = observer;
  const totals = flow.totals();
  return {
    service: { ...service, now: new Date(nowMs).toISOString() },
    health: health.report(),
    topics,
    flow: { totals, perSecond: flow.perSecond() },
    partitions: partitionsOf(sources),
    transactions: transactions.totals(),
    latencyMs: latency.percentiles(latencySeconds),
    rebalances: timeline.entries(),
    deadLetters: {
      total: totals.rejected,
      byCause: flow.causes(),
      newest: cluster.deadLetters(),
    },
    schemas: cluster.schemas(),
  };
}

/** Each input partition of both stages, owned by this process or by another. */
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
  { instance }: Service,
  { tasks }: Observer,
  stage: Stage,
  { partition, owner, committed: polled, start, end: polledEnd }: PartitionPosition,
) {
  const task = tasks.find(stage, partition);
  const isOurs = task !== null && (owner === null || tasks.isUs(owner.memberId));
  // Our own commit is newer than the cluster's answer, which is some seconds old.
  const committed = latest(polled, isOurs ? task.committed : null);
  const end = polledEnd === null ? null : Math.max(polledEnd, committed ?? 0);
  return {
    owner: isOurs ? instance : owner?.name ?? null,
    isOurs,
    worker: isOurs ? task.worker : null,
    state: isOurs ? task.state : owner === null ? "unowned" as const : "elsewhere" as const,
    committed,
    end,
    // Both offsets come from the same answer; a partition without a commit lags from its start.
    lag: polledEnd === null ? null : Math.max(0, polledEnd - (polled ?? start ?? polledEnd)),
    lastCommitAt: isOurs && task.lastCommitMs !== null
      ? new Date(task.lastCommitMs).toISOString()
      : null,
  };
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.max(a, b);
}
