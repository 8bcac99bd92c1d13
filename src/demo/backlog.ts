import type { ClusterClient } from "../kafka/cluster.ts";
import { rangesOf } from "../kafka/ranges.ts";
import { groupIdOf } from "../names.ts";
import type { StageName } from "../pipeline/stage.ts";

/** The offsets of a topic, by partition. */
export type Offsets = readonly number[];

/** The ends of a topic's partitions. */
export async function endsOf(cluster: ClusterClient, topic: string): Promise<Offsets> {
  return [...(await rangesOf(cluster, topic)).values()].map(({ end }) => end);
}

/** How many records of a topic a stage has not processed yet. */
export async function backlogOf(
  cluster: ClusterClient,
  appId: string,
  stage: StageName,
  topic: string,
): Promise<number> {
  const ends = await endsOf(cluster, topic);
  const lags = await Promise.all(ends.map(async (end, partition) => {
    const committed = await cluster.committed(groupIdOf(appId, stage), topic, partition);
    return end - (committed?.offset ?? 0);
  }));
  return lags.reduce((sum, lag) => sum + lag, 0);
}
