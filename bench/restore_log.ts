/** One partition's restore, as our log tells of it. */
export interface LoggedRestore {
  readonly endedMs: number;
  readonly ms: number;
  readonly keys: number;
}

/** The restores of counts in a log; only the last one of each partition is of its final owner. */
export function restoresIn(log: string): LoggedRestore[] {
  const byPartition = new Map<number, LoggedRestore>();
  for (const line of log.split("\n")) {
    if (!line.includes('"restored"')) continue;
    const fields = JSON.parse(line);
    if (fields["event.action"] !== "restored" || fields["pipeline.stage"] !== "count") continue;
    const ms = fields["event.duration"] / 1e6;
    const endedMs = new Date(fields["@timestamp"]).getTime();
    byPartition.set(fields["kafka.partition"], { endedMs, ms, keys: fields["pipeline.keys"] });
  }
  return [...byPartition.values()];
}

/** From the moment the first partition began to be restored to the moment the last one was. */
export function restoreSpan(restores: readonly LoggedRestore[]): { ms: number; keys: number } {
  const begun = Math.min(...restores.map(({ endedMs, ms }) => endedMs - ms));
  const ended = Math.max(...restores.map(({ endedMs }) => endedMs));
  const keys = restores.reduce((sum, restore) => sum + restore.keys, 0);
  return { ms: ended - begun, keys };
}
