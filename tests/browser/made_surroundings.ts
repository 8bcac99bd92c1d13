import type { SchemaInUse, Status, TimelineEntry } from "../../src/contract/status.ts";

/** The names of the topics. */
export const madeTopics: Status["topics"] = {
  input: "user-login",
  output: "processed-data-topic",
  deadLetters: "user-login-dlq",
  deltas: "login-pipeline-locale-deltas",
  counts: "login-pipeline-locale-counts",
};

/** The schemas that are registered. */
export const madeSchemas: readonly SchemaInUse[] = [
  ["processed-data-topic-io.fetch.login.EnrichedLogin", "EnrichedLogin"],
  ["processed-data-topic-io.fetch.login.LocaleCount", "LocaleCount"],
  ["login-pipeline-locale-deltas-value", "LocaleDelta"],
  ["user-login-value", "UserLogin"],
].map(([subject = "", name], at) => {
  return { subject, id: at + 1, version: 1, name: `io.fetch.login.${name}` };
});

/** The process that answers. */
export function madeService(startedMs: number, nowMs: number): Status["service"] {
  return {
    name: "login-pipeline",
    version: "0.1.0",
    appId: "login-pipeline",
    instance: "processor-1:4711",
    startedAt: new Date(startedMs).toISOString(),
    now: new Date(nowMs).toISOString(),
    workers: 2,
  };
}

/** A start, and a second process that joins later. */
export function madeRebalances(startedMs: number): TimelineEntry[] {
  const at = (seconds: number) => new Date(startedMs + seconds * 1000).toISOString();
  return [
    { at: at(2), stage: "enrich", event: "assigned", detail: "partitions 0, 1, 2, 3" },
    { at: at(3), stage: "count", event: "assigned", detail: "partitions 0, 1, 2, 3" },
    { at: at(4), stage: "count", event: "restored", detail: "4 partitions: 214 keys, 18 ms" },
    {
      at: at(301),
      stage: "enrich",
      event: "recovering",
      detail: "reacquire: the transaction timed out",
    },
    { at: at(302), stage: "enrich", event: "owned", detail: "4 partitions, 12 ms" },
    {
      at: at(560),
      stage: "enrich",
      event: "rebalanced",
      detail: "the group reassigns its partitions",
    },
    {
      at: at(561),
      stage: "count",
      event: "rebalanced",
      detail: "the group reassigns its partitions",
    },
    { at: at(563), stage: "enrich", event: "assigned", detail: "partitions 0, 1, 2" },
    { at: at(564), stage: "count", event: "assigned", detail: "partitions 0, 1, 2" },
  ];
}
