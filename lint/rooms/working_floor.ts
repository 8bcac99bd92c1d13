import type { Room } from "./room.ts";

/** The program's work: process, prove, rebuild, repair and observe. */
export const workingFloor: readonly Room[] = [
  {
    path: "src/processor/",
    job:
      "workers: `processor.ts` starts both stages; `worker_pool.ts` and `worker_program.ts` are " +
      "the two ends of a thread",
    imports: [
      ...["src/setup/", "src/runner/", "src/tracing/", "src/kafka/", "src/credentials/"],
      "src/observe/kafkajs_log.ts",
      ...["src/settings/", "src/names.ts", "src/identity/", "src/errors.ts"],
    ],
    importsTypesOf: ["src/pipeline/", "kafkajs"],
    reason: "it runs stages, and must run without a terminal or a page",
  },
  {
    path: "src/audit/",
    job:
      "the proof from the topics alone; it decides what was committed by the markers in the log, not " +
      "by the broker's list of aborted transactions",
    imports: [
      ...["src/setup/", "src/kafka/", "src/registry/", "src/pipeline/", "src/settings/"],
      ...["src/names.ts", "src/errors.ts"],
    ],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "the audit checks topics with the pure core and its own reader, whoever calls it",
  },
  {
    path: "src/recount/",
    job:
      "rebuilds the counts from the input or the output and replaces the old ones; changes the " +
      "settings that decide results",
    imports: [
      ...["src/setup/", "src/runner/", "src/kafka/", "src/registry/", "src/pipeline/"],
      ...["src/settings/", "src/names.ts", "src/errors.ts"],
    ],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "it rebuilds counts with the stages that made them",
  },
  {
    path: "src/dead_letters/",
    job: "dead letters: select, explain, mask, edit, replay once",
    imports: [
      ...["src/setup/", "src/kafka/", "src/registry/", "src/pipeline/"],
      ...["src/names.ts", "src/visible.ts", "src/errors.ts"],
    ],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "it judges dead letters with the pure core and sends them through the Kafka client",
  },
  {
    path: "src/survey/",
    job: "what all processes have committed, polled from the cluster: counts, positions and " +
      "owners, newest dead letters",
    imports: ["src/kafka/", "src/pipeline/", "src/names.ts", "src/errors.ts"],
    importsTypesOf: ["src/observe/", "src/contract/", "src/registry/", "avsc"],
    reason:
      "it asks the cluster what all processes have committed and knows nobody who looks at it",
  },
  {
    path: "src/setup/",
    job:
      "what every command needs before it starts: connections, topics, checks, waiting, the rules " +
      "that decide results",
    imports: [
      ...["src/runner/", "src/kafka/", "src/registry/", "src/pipeline/", "src/settings/"],
      ...["src/names.ts", "src/errors.ts", "node:crypto"],
    ],
    importsTypesOf: ["kafkajs"],
    reason: "it only prepares, so that the checks of the processor do not depend on the processor",
  },
  {
    path: "src/observe/",
    job: "facts of the stages → metrics, health, history, status, logs",
    imports: ["src/pipeline/stage.ts", "src/errors.ts", "src/visible.ts", "pino", "prom-client"],
    importsTypesOf: ["src/contract/", "src/pipeline/", "src/runner/", "kafkajs"],
    reason: "observing turns facts into metrics and logs and must not act on what it observes",
  },
  {
    path: "src/runner/",
    job:
      "exactly once around a stage: `stage_runner` (a member of a group), `acquire` and `restore` " +
      "(becoming the owner of a partition), `step` (one batch), `recovery` (what follows an error)",
    imports: ["src/kafka/", "src/pipeline/", "src/names.ts", "src/errors.ts"],
    importsTypesOf: ["kafkajs"],
    reason: "the runner moves batches through a stage and does not know who watches or serves it",
  },
  {
    path: "src/tracing/",
    job: "spans of what the runner does; loaded only while OTEL_DENO is on",
    imports: ["src/pipeline/", "@opentelemetry/api"],
    importsTypesOf: ["src/kafka/"],
    reason: "tracing makes spans of what the runner does, and is loaded only if it is on",
  },
];
