import type { Contestant, Job } from "./contestant.ts";

/** A peer before its build: its toolchain, and how to run the result. */
export interface PeerPlan extends
  Pick<
    Contestant,
    "name" | "title" | "settings" | "isCounting" | "isExactlyOnce" | "part"
  > {
  /** Its folder in `bench/peers`. */
  readonly directory: string;
  readonly toolchain: "maven" | "go" | "python";
  /** The command that runs it, given the path of its build. */
  command(built: string, job: Job): readonly string[];
}

const exactlyOnce = { isExactlyOnce: true, part: "every round" } as const;
const quietJava = "-Dorg.slf4j.simpleLogger.defaultLogLevel=error";

/** All peers. */
export const peerPlans: readonly PeerPlan[] = [
  {
    ...exactlyOnce,
    ...kafkaStreams(null),
    name: "kafka-streams",
    title: "Kafka Streams with counts",
    settings: "4.3.1, exactly_once_v2, 2 threads, commit 100 ms, linger 20 ms, batches of 256 kB",
    isCounting: true,
  },
  {
    ...exactlyOnce,
    ...kafkaStreams(null),
    name: "kafka-streams-plain",
    title: "Kafka Streams without counts",
    settings: "the same, without the repartition",
    isCounting: false,
  },
  {
    ...exactlyOnce,
    ...kafkaStreams("256m"),
    name: "kafka-streams-256",
    title: "Kafka Streams with counts, small heap",
    settings: "the same as with counts, heap held to 256 MB: for the comparison of memory",
    isCounting: true,
    part: "one round",
  },
  {
    ...exactlyOnce,
    name: "flink",
    title: "Flink SQL with counts",
    settings:
      "2.2.0, embedded, parallelism 2, exactly-once sinks, checkpoint 1 s, mini-batch 200 ms",
    isCounting: true,
    directory: "flink",
    toolchain: "maven",
    command: (built, { stateDirectory }) => [
      "java",
      quietJava,
      `-Djava.io.tmpdir=${stateDirectory}`,
      "-cp",
      `${built}/classes:${built}/jars/*`,
      "Main",
    ],
  },
  {
    ...exactlyOnce,
    name: "franz-go",
    title: "franz-go by hand, without counts",
    settings: "1.21.7, one loop of consume, transform, produce; a transaction for each poll",
    isCounting: false,
    directory: "franz-go",
    toolchain: "go",
    command: (built) => [`${built}/peer`],
  },
  {
    ...exactlyOnce,
    name: "quix",
    title: "Quix Streams, without counts",
    settings: "3.28.1, exactly-once, commit 100 ms",
    isCounting: false,
    directory: "quix",
    toolchain: "python",
    command: (built) => [`${built}/venv/bin/python`, `${built}/main.py`],
  },
  {
    name: "original",
    title: "the original script",
    settings: "a producer and a flush for each login, as written; it guarantees nothing",
    isCounting: false,
    isExactlyOnce: false,
    part: "few records",
    directory: "original",
    toolchain: "python",
    command: (built) => [`${built}/venv/bin/python`, `${built}/main.py`],
  },
];

function kafkaStreams(heap: string | null): Pick<PeerPlan, "directory" | "toolchain" | "command"> {
  return {
    directory: "kafka-streams",
    toolchain: "maven",
    command: (built) => [
      "java",
      ...(heap === null ? [] : [`-Xmx${heap}`]),
      quietJava,
      "-cp",
      `${built}/classes:${built}/jars/*`,
      "Main",
    ],
  };
}
