import type { Room } from "./room.ts";

const everything = ["src/", "schemas/", "deno.json", "node:", "*"];

/** Where people and programs come in: commands, pages, and what measures and documents the rest. */
export const entrances: readonly Room[] = [
  {
    path: "tools/",
    job: "what the project's own tasks are made of: documents from code, the test command",
    imports: ["src/", "lint/rooms/", "bench/", "node:"],
    reason: "it looks at the project from outside, and is no part of the program",
  },
  {
    path: "bench/",
    job:
      "the benchmark: `contestant` (who does the job), `throughput`, `latency`, `restore`, `idle` " +
      "(what is measured), `targets` (what has to be shown); `peers` are programs of others",
    imports: ["src/"],
    importsTypesOf: ["kafkajs"],
    reason: "it measures the program from outside, and tests and faults have support of their own",
  },
  {
    path: "bench/core/",
    job: "measures the pure core alone, without a broker",
    imports: [
      ...["bench/login_source.ts", "src/pipeline/"],
      ...["src/kafka/reading/", "src/kafka/writing/", "src/kafka/compression/"],
    ],
    reason: "it measures what runs without a broker, each part by itself",
  },
  {
    path: "src/main.ts",
    job: "`deno task start`: settings, signals, workers, exit code",
    imports: everything,
    reason: "it wires the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/worker.ts",
    job: "what a worker runs",
    imports: ["src/processor/", "src/observe/"],
    reason: "it wires a thread that processes; settings, logs and pages are for the main thread",
  },
  {
    path: "src/observation.ts",
    job: "what is seen of a process, as far as the start needs it",
    imports: [
      ...["src/open_dashboard.ts", "src/web/", "src/observe/", "src/pipeline/stage.ts"],
      ...["src/settings/", "src/names.ts", "src/errors.ts"],
    ],
    importsTypesOf: ["src/runner/"],
    reason: "it is part of the start: whatever else it needs is loaded behind that",
  },
  {
    path: "src/open_dashboard.ts",
    job: "introduces survey, observe and web to each other, behind the start",
    imports: everything,
    reason: "it wires what is seen of the program, and nothing outside of src is part of that",
  },
  {
    path: "src/commands/",
    job: "one file, one `deno task`",
    imports: everything,
    reason: "a command uses the parts of src, and nothing outside of src is part of the program",
  },
  {
    path: "src/demo/",
    job: "what `deno task demo` does: a login's way through, measured and proven",
    imports: [
      ...["src/terminal/", "src/setup/", "src/stack/", "src/kafka/", "src/registry/"],
      ...["src/pipeline/", "src/settings/", "src/names.ts", "src/service.ts", "src/errors.ts"],
    ],
    reason: "it uses the program as a newcomer does, and nothing that the program does not have",
  },
  {
    path: "src/preview/",
    job: "the fate of logins in a file, without a broker",
    imports: ["src/terminal/", "src/pipeline/", "src/errors.ts", "node:"],
    reason: "it reads files and judges them by the pure core, and needs neither Kafka nor registry",
  },
  {
    path: "src/terminal/",
    job: "what commands share: options, tables, progress, output, shutdown",
    imports: [
      ...["src/kafka/", "src/registry/", "src/pipeline/", "src/visible.ts", "src/errors.ts"],
      ...["string-width", "node:util"],
    ],
    importsTypesOf: ["avsc"],
    reason: "it talks with whoever sits at a terminal, whatever the command is about",
  },
  {
    path: "src/generator/",
    job: "makes up logins, good and bad",
    imports: ["src/pipeline/"],
    reason: "it makes up logins, and whether and where they are sent is for others to say",
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
      "each part that is seen; `tokens.css` has all colors",
    imports: [],
    importsTypesOf: ["uplot"],
    reason: "it runs in a browser, which has these files as they are and nothing else",
  },
  {
    path: "src/web/",
    job: "HTTP: page, API, events, health, access",
    imports: ["src/observe/", "src/errors.ts", "hono", "uplot", "node:crypto"],
    reason: "the web server shows what is observed and cannot reach what processes",
  },
];
