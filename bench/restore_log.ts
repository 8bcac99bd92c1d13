/** One worker's restore, from our log. */
export interface LoggedRestore {
  readonly endedMs: number;
  readonly ms: number;
  readonly keys: number;
}

/** The restores of counts in a log; only a worker's last one is that of the partitions that it kept. */
export function restoresIn(log: string): LoggedRestore[] {
  const byWorker = new Map<number, LoggedRestore>();
  for (const line of log.split("\n")) {
    if (!line.includes('"owned"')) continue;
    const fields = JSON.parse(line);
    if (fields["event.action"] !== "owned" || fields["pipeline.stage"] !== "count") continue;
    const ms = fields["event.duration"] / 1e6;
    const endedMs = new Date(fields["@timestamp"]).getTime();
    byWorker.set(fields["pipeline.worker"], { endedMs, ms, keys: fields["pipeline.keys"] });
  }
  return [...byWorker.values()];
}

/** The time from the start of the first worker's restore to the end of the last one's. */
export function restoreSpan(restores: readonly LoggedRestore[]): { ms: number; keys: number } {
  const begun = Math.min(...restores.map(({ endedMs, ms }) => endedMs - ms));
  const ended = Math.max(...restores.map(({ endedMs }) => endedMs));
  const keys = restores.reduce((sum, restore) => sum + restore.keys, 0);
  return { ms: ended - begun, keys };
}
