import type { ClusterClient } from "../kafka/cluster.ts";
import { endsOf } from "../kafka/ranges.ts";
import { groupIdOf } from "../names.ts";
import type { StageName } from "../pipeline/stage.ts";

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
