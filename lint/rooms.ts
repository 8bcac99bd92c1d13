/** One file or folder of `src` or `bench`: what it may import, and why no more. */
export interface Room {
  /** Path from the root of the project; a folder ends in a slash. */
  readonly path: string;
  /** Paths, package names, `node:` for the modules of Node, `*` for any package. */
  readonly imports: readonly string[];
  /** Paths whose types alone it may import. */
  readonly importsTypesOf?: readonly string[];
  /** Completes the sentence "may not import this, because ...". */
  readonly reason: string;
}

const everything = ["src/", "schemas/", "deno.json", "node:", "*"];

/** What a command's own room builds on: the program itself, without terminal or page. */
const program = [
  "src/settings/config.ts",
  "src/errors.ts",
  "src/pipeline/",
  "src/kafka/",
  "src/registry/",
  "src/processor/",
  "node:",
] as const;

/** All rooms: imports point one way, and a new folder needs its row here first. */
export const rooms: readonly Room[] = [
  {
    path: "src/main.ts",
    imports: everything,
    reason: "it wires the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/worker.ts",
    imports: ["src/processor/", "src/observe/"],
    reason: "it wires a thread that processes; settings, logs and pages are for the main thread",
  },
  {
    path: "src/commands/",
    imports: everything,
    reason: "a command uses the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/service.ts",
    imports: ["deno.json"],
    reason: "it tells what runs here, before anything else exists",
  },
  {
    path: "src/instance.ts",
    imports: [],
    reason: "it tells who runs here, in each of its threads",
  },
  {
    path: "src/observation.ts",
    imports: [
      "src/open_dashboard.ts",
      "src/settings/config.ts",
      "src/names.ts",
      "src/errors.ts",
      "src/observe/",
      "src/setup/topic_plans.ts",
      "src/web/",
    ],
    importsTypesOf: ["src/kafka/"],
    reason: "it is part of the start: whatever else it needs is loaded behind that",
  },
  {
    path: "src/open_dashboard.ts",
    imports: everything,
    reason: "it wires what is seen of the program, and nothing outside of src is part of that",
  },
  {
    path: "src/survey/",
    imports: ["src/survey/", "src/pipeline/", "src/kafka/", "src/errors.ts"],
    importsTypesOf: ["src/observe/", "src/registry/", "avsc"],
    reason:
      "it asks the cluster what all processes have committed and knows nobody who looks at it",
  },
  {
    path: "src/processor/",
    imports: [
      "src/processor/",
      "src/settings/config.ts",
      "src/credentials/",
      "src/names.ts",
      "src/errors.ts",
      "src/pipeline/",
      "src/kafka/",
      "src/registry/",
      "src/instance.ts",
      "src/tracing/",
      "node:crypto",
    ],
    importsTypesOf: ["kafkajs"],
    reason:
      "it joins settings, stages and the Kafka shell, and must run without a terminal or a page",
  },
  {
    path: "src/audit/",
    imports: ["src/audit/", ...program],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "the audit judges topics by the pure core and its own reading, whoever asks for it",
  },
  {
    path: "src/recount/",
    imports: ["src/recount/", ...program],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "it rebuilds counts with the stages and the shell that made them, and asks nobody",
  },
  {
    path: "src/dead_letters/",
    imports: ["src/dead_letters/", "src/visible.ts", ...program],
    importsTypesOf: ["kafkajs", "avsc"],
    reason: "it judges dead letters by the pure core and sends them through the Kafka shell",
  },
  {
    path: "src/demo/",
    imports: ["src/"],
    reason: "it uses the program as a newcomer does, and nothing that the program does not have",
  },
  {
    path: "src/generator/",
    imports: ["src/generator/", "src/pipeline/"],
    reason: "it makes up logins, and whether and where they are sent is for others to say",
  },
  {
    path: "src/docs/",
    imports: ["src/docs/", "src/settings/config.ts", "src/pipeline/"],
    reason: "it makes text of what the code says of itself, and reads and writes no file",
  },
  {
    path: "src/settings/config.ts",
    imports: [
      ...["", "credential_", "half_", "http_", "patience_"].map((part) =>
        `src/${part}setting${part && "s"}.ts`
      ),
      ...["src/names.ts", "src/errors.ts", "zod"],
    ],
    reason: "settings are read before anything else exists",
  },
  ...["credential", "http", "patience"].map((part) => ({
    path: `src/${part}_settings.ts`,
    imports: ["src/settings/setting.ts"],
    reason: "settings are read before anything else exists",
  })),
  {
    path: "src/settings/half_settings.ts",
    imports: [],
    reason: "it compares what settings are given with each other, and knows none of their values",
  },
  {
    path: "src/visible.ts",
    imports: [],
    reason: "whoever prints what comes from outside needs it, and it needs nobody",
  },
  { path: "src/names.ts", imports: [], reason: "it names topics, and needs nobody" },
  {
    path: "src/settings/setting.ts",
    imports: ["zod"],
    reason: "settings are read before anything else exists",
  },
  {
    path: "src/errors.ts",
    imports: [],
    reason: "every part throws these errors, so an import here would close a circle",
  },
  {
    path: "src/credentials/",
    imports: ["src/credentials/", "src/errors.ts", "node:crypto"],
    reason: "whoever connects reads its certificates and passwords here, whatever it connects to",
  },
  {
    path: "src/pipeline/",
    imports: ["src/pipeline/", "schemas/", "avsc", "@std/datetime"],
    reason: "the pipeline is pure: bytes in, bytes out, and it does not know Kafka",
  },
  {
    path: "src/kafka/",
    imports: [
      "src/kafka/",
      "src/pipeline/",
      "src/credentials/",
      "src/errors.ts",
      "kafkajs",
      "node:",
    ],
    reason:
      "the Kafka shell moves batches through a stage and does not know who watches or serves it",
  },
  {
    path: "src/registry/",
    imports: [
      "src/registry/",
      "src/pipeline/",
      "src/credentials/",
      "src/errors.ts",
      "schemas/",
      "@kafkajs/confluent-schema-registry",
      "avsc",
    ],
    reason: "the registry answers about schemas and needs no broker",
  },
  {
    path: "src/tracing/",
    imports: ["src/tracing/", "src/pipeline/", "@opentelemetry/api"],
    importsTypesOf: ["src/kafka/"],
    reason: "tracing makes spans of what the Kafka shell does, and is loaded only where it is on",
  },
  {
    path: "src/observe/",
    imports: ["src/observe/", "src/errors.ts", "src/visible.ts", "pino", "prom-client"],
    importsTypesOf: ["src/pipeline/", "src/kafka/", "kafkajs"],
    reason: "observing turns facts into metrics and logs and must not act on what it observes",
  },
  {
    path: "src/web/page/",
    imports: ["src/web/page/"],
    importsTypesOf: ["uplot"],
    reason: "it runs in a browser, which has these files as they are and nothing else",
  },
  {
    path: "src/web/",
    imports: ["src/web/", "src/observe/", "src/errors.ts", "hono", "uplot", "node:crypto"],
    reason: "the web server shows what is observed and cannot reach what processes",
  },
  {
    path: "src/sinks/",
    imports: ["src/sinks/", "src/pipeline/", "src/errors.ts"],
    reason: "a sink takes records that are already committed and cannot touch how they came about",
  },
  {
    path: "bench/core/",
    imports: ["bench/core/", "bench/login_source.ts", "src/pipeline/", "src/kafka/overrides/"],
    reason: "it measures what runs without a broker, each part by itself",
  },
  {
    path: "bench/",
    imports: ["bench/", "src/"],
    importsTypesOf: ["kafkajs"],
    reason: "it measures the program from outside, and tests and faults have support of their own",
  },
  {
    path: "src/stack/",
    imports: ["src/stack/", "src/errors.ts", "node:"],
    reason: "the local stack runs other people's servers and must work when the pipeline does not",
  },
];
