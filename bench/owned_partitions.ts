/** How many partitions of each stage a process owns, and since when. */
export interface Owned {
  readonly enrich: number;
  readonly count: number;
  /** When the last change was logged, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What a process owns by its log, of which the last line may be incomplete; null before it owns both. */
export function ownedIn(log: string): Owned | null {
  const partitions = new Map<string, number>();
  let atMs = 0;
  for (const line of log.split("\n").slice(0, -1)) {
    if (!line.includes('"owned"')) continue;
    const fields = JSON.parse(line);
    if (fields["event.action"] !== "owned") continue;
    partitions.set(fields["pipeline.stage"], fields["pipeline.partitions"]);
    atMs = new Date(fields["@timestamp"]).getTime();
  }
  const [enrich, count] = [partitions.get("enrich"), partitions.get("count")];
  return enrich === undefined || count === undefined ? null : { enrich, count, atMs };
}

/**
 * When several processes owned all partitions of both stages, each once, in milliseconds since 1970;
 * null before that. Until a group has settled, a process may still own what others have got since.
 */
export function allOwnedMs(
  processes: readonly (Owned | null)[],
  partitionCount: number,
): number | null {
  const settled = processes.filter((owned) => owned !== null);
  const isAll = settled.length === processes.length &&
    (["enrich", "count"] as const).every((stage) =>
      settled.reduce((sum, owned) => sum + owned[stage], 0) === partitionCount
    );
  return isAll ? Math.max(...settled.map(({ atMs }) => atMs)) : null;
}
