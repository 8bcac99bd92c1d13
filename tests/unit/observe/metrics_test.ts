import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { shown } from "../web/shown.ts";

async function metrics(): Promise<string> {
  using scene = shown();
  return await (await scene.get("/metrics")).text();
}

/** Every metric name, as alerts and dashboards use it. */
const names = [
  "login_pipeline_build_info",
  "login_pipeline_certificate_expiry_timestamp_seconds",
  "login_pipeline_commit_duration_seconds",
  "login_pipeline_committed_offset",
  "login_pipeline_end_to_end_latency_seconds",
  "login_pipeline_event_loop_delay_seconds",
  "login_pipeline_fetch_duration_seconds",
  "login_pipeline_lag_records",
  "login_pipeline_late_logins_total",
  "login_pipeline_log_end_offset",
  "login_pipeline_log_lines_left_out_total",
  "login_pipeline_log_start_offset",
  "login_pipeline_memory_bytes",
  "login_pipeline_overflowed_logins_total",
  "login_pipeline_process_duration_seconds",
  "login_pipeline_ready",
  "login_pipeline_rebalances_total",
  "login_pipeline_records_total",
  "login_pipeline_recoveries_total",
  "login_pipeline_registry_cache_hits_total",
  "login_pipeline_registry_cache_misses_total",
  "login_pipeline_registry_requests_total",
  "login_pipeline_rejected_records_total",
  "login_pipeline_restore_duration_seconds",
  "login_pipeline_state_keys",
  "login_pipeline_transactions_total",
  "login_pipeline_workers",
  "process_start_time_seconds",
];

Deno.test("the metrics have the documented names", async () => {
  const found = [...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!);
  assertEquals(found.toSorted(), names);
});

Deno.test("metrics include events from before they were loaded", async () => {
  const text = await metrics();
  for (
    const line of [
      'login_pipeline_records_total{stage="enrich",fate="enriched"} 2',
      'login_pipeline_records_total{stage="enrich",fate="rejected"} 1',
      'login_pipeline_records_total{stage="count",fate="counted"} 2',
      'login_pipeline_rejected_records_total{cause="MISSING_FIELD"} 1',
      'login_pipeline_transactions_total{stage="enrich",outcome="aborted"} 1',
      'login_pipeline_rebalances_total{stage="enrich"} 1',
      'login_pipeline_state_keys{partition="0"} 5',
      "login_pipeline_late_logins_total 1",
      "login_pipeline_registry_cache_hits_total 2",
      "login_pipeline_ready 1",
      'login_pipeline_certificate_expiry_timestamp_seconds{certificate="client"} 1769860860',
    ]
  ) assertStringIncludes(text, line + "\n");
});

Deno.test("a sampled age counts for all records that it stands for", async () => {
  const text = await metrics();
  const name = "login_pipeline_end_to_end_latency_seconds";
  assertStringIncludes(text, `${name}_bucket{le="0.01",stage="enrich"} 2\n`);
  assertStringIncludes(text, `${name}_bucket{le="0.05",stage="enrich"} 4\n`);
  assertStringIncludes(text, `${name}_count{stage="enrich"} 4\n`);
  assertStringIncludes(text, `${name}_sum{stage="enrich"} 0.08\n`);
});

Deno.test("lag is reported by the owner of a partition, or by all processes if it has none", async () => {
  const lines = [...(await metrics()).matchAll(/^login_pipeline_lag_records\{.*$/gm)].map(String);
  assertEquals(lines, [
    'login_pipeline_lag_records{stage="enrich",topic="user-login",partition="0"} 4',
    'login_pipeline_lag_records{stage="enrich",topic="user-login",partition="2"} 4',
  ]);
});

Deno.test("no label contains a locale, because their number is unlimited", async () => {
  assert(!/locale=|CO|onerror/.test(await metrics()));
});
