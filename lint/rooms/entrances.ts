import type { Room } from "./room.ts";

const everything = ["src/", "schemas/", "deno.json", "node:", "*"];

/** The entry points: commands, pages, and the programs that measure and document the rest. */
export const entrances: readonly Room[] = [
  {
    path: "tools/",
    job: "the project's own tasks: documents from code, the test command",
    imports: ["src/", "lint/rooms/", "bench/", "node:"],
    reason: "it looks at the project from outside and is not part of the program",
  },
  {
    path: "bench/core/",
    job: "measures the pure core alone, without a broker",
    imports: [
      ...["bench/login_source.ts", "src/pipeline/"],
      ...["src/kafka/reading/", "src/kafka/writing/", "src/kafka/compression/"],
    ],
    reason: "it measures the parts that run without a broker",
  },
  {
    path: "bench/",
    job:
      "the benchmark: `contestant` (who does the job), `throughput`, `latency`, `restore`, `idle` " +
      "(what is measured), `targets` (what has to be shown), `model` and `scale_plan` (what a load " +
      "costs, and the cluster for it); `peers` are programs of others",
    imports: ["src/"],
    importsTypesOf: ["kafkajs"],
    reason: "it measures the program from outside, and tests and faults have support of their own",
  },
  {
    path: "src/main.ts",
    job: "`deno task start`: settings, signals, workers, exit code",
    imports: everything,
    reason: "it wires the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/observation.ts",
    job: "the observation of a process, as far as the start needs it",
    imports: [
      ...["src/start_page.ts", "src/web/", "src/observe/", "src/pipeline/stage.ts"],
      ...["src/settings/", "src/names.ts", "src/errors.ts"],
    ],
    importsTypesOf: ["src/runner/"],
    reason: "it is part of the start, and loads everything else after it",
  },
  {
    path: "src/start_page.ts",
    job:
      "creates the page, the API, and the metrics from survey, observe, and web, after the start",
    imports: everything,
    reason: "it wires what shows the program, and nothing outside of src is part of that",
  },
  {
    path: "src/commands/",
    job: "one file, one `deno task`",
    imports: everything,
    reason: "a command uses the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/demo/",
    job: "`deno task demo`: a login's way through the pipeline, measured and proven",
    imports: [
      ...["src/terminal/", "src/setup/", "src/stack/", "src/kafka/", "src/registry/"],
      ...["src/pipeline/", "src/settings/", "src/names.ts", "src/identity/", "src/errors.ts"],
    ],
    reason: "it uses the program as a new user would",
  },
  {
    path: "src/preview/",
    job: "the fate of logins in a file, without a broker",
    imports: ["src/terminal/", "src/pipeline/", "src/errors.ts", "node:"],
    reason: "it judges files with the pure core, and needs neither Kafka nor registry",
  },
  {
    path: "src/terminal/",
    job: "what commands share: options, tables, progress, output, shutdown",
    imports: [
      ...["src/kafka/", "src/registry/", "src/pipeline/", "src/visible.ts", "src/errors.ts"],
      ...["string-width", "node:util"],
    ],
    importsTypesOf: ["avsc"],
    reason: "it reads and writes the terminal, whatever the command does",
  },
  {
    path: "src/generator/",
    job: "generates logins, valid and invalid",
    imports: ["src/pipeline/"],
    reason: "it only generates logins; its callers send them",
  },
  {
    path: "src/stack/",
    job: "Kafka and registry on this machine; Java's console consumer",
    imports: ["src/errors.ts", "node:"],
    reason: "the local stack runs other people's servers and must work when the pipeline does not",
  },
  {
    path: "src/web/page/",
    job:
      "the page, as the browser gets it: `main.js` listens (`live.js`) and draws; one file for " +
      "each visible part; `tokens.css` has all colors",
    imports: [],
    importsTypesOf: ["src/contract/", "uplot"],
    reason: "it runs in a browser, which gets these files as they are and nothing else",
  },
  {
    path: "src/web/",
    job: "HTTP: page, API, events, health, access",
    imports: ["src/contract/", "src/observe/", "src/errors.ts", "hono", "uplot", "node:crypto"],
    reason: "the web server shows what is observed and cannot reach what processes",
  },
];
