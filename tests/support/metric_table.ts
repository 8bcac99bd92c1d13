/** One metric of the processor: which labels it has, and their values where they are few. */
export interface KnownMetric {
  readonly name: string;
  readonly isHistogram: boolean;
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
}

const stage = ["enrich", "count"];
const position = { stage, topic: null, partition: null };

/** Every metric of the processor. */
export const metricTable: readonly KnownMetric[] = [
  metric("login_pipeline_records_total", {
    stage,
    fate: ["enriched", "filtered", "tombstone", "rejected", "counted"],
  }),
  metric("login_pipeline_rejected_records_total", { cause: null }),
  metric("login_pipeline_late_logins_total", {}),
  metric("login_pipeline_overflowed_logins_total", {}),
  metric("login_pipeline_transactions_total", { stage, outcome: ["committed", "aborted"] }),
  metric("login_pipeline_rebalances_total", { stage }),
  metric("login_pipeline_recoveries_total", {
    stage,
    recovery: ["reacquire", "rejoin", "restart"],
  }),
  metric("login_pipeline_registry_requests_total", {
    outcome: ["found", "unknown", "incompatible", "unavailable"],
  }),
  metric("login_pipeline_registry_cache_hits_total", {}),
  metric("login_pipeline_registry_cache_misses_total", {}),
  metric("login_pipeline_lag_records", position),
  metric("login_pipeline_committed_offset", position),
  metric("login_pipeline_log_start_offset", { topic: null, partition: null }),
  metric("login_pipeline_log_end_offset", { topic: null, partition: null }),
  metric("login_pipeline_state_keys", { partition: null }),
  metric("login_pipeline_ready", {}),
  metric("login_pipeline_memory_bytes", { kind: ["rss", "heap_used", "heap_total", "external"] }),
  metric("login_pipeline_workers", {}),
  metric("login_pipeline_build_info", { version: null, deno: null, v8: null }),
  metric("process_start_time_seconds", {}),
  histogram("login_pipeline_fetch_duration_seconds", { stage }),
  histogram("login_pipeline_process_duration_seconds", { stage }),
  histogram("login_pipeline_commit_duration_seconds", { stage }),
  histogram("login_pipeline_end_to_end_latency_seconds", { stage }),
  histogram("login_pipeline_restore_duration_seconds", {}),
  histogram("login_pipeline_event_loop_delay_seconds", {}),
];

function metric(name: string, labels: KnownMetric["labels"]): KnownMetric {
  return { name, isHistogram: false, labels };
}

function histogram(name: string, labels: KnownMetric["labels"]): KnownMetric {
  return { name, isHistogram: true, labels };
}
