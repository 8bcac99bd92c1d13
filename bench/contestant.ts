import type { Audience } from "./readers.ts";

/** Where a contestant works: topics and names of its own, in one Kafka for all. */
export interface Job {
  /** Names all that is made for this run. */
  readonly id: string;
  readonly brokers: string;
  readonly registryUrl: string;
  readonly input: string;
  readonly output: string;
  readonly counts: string;
  readonly deadLetters: string;
  readonly enrichedSchemaId: number;
  readonly countSchemaId: number;
  /** An empty directory. */
  readonly stateDirectory: string;
  /** Whether it may end by itself at the end of the input, where it can tell. */
  readonly isBounded: boolean;
}

/** Somebody who does the job. */
export interface Contestant {
  /** As `--only` takes it. */
  readonly name: string;
  readonly title: string;
  /** The settings that matter, for people. */
  readonly settings: string;
  readonly isCounting: boolean;
  /** Whether it promises what we promise, and can be compared record by record. */
  readonly isExactlyOnce: boolean;
  /** Which part of the run it takes part in, besides latency. */
  readonly part: "every round" | "one round" | "few records";
  /** Who looks on while its throughput is measured; null for nobody. */
  readonly audience: Audience | null;
  /** The group whose committed offsets show how far it is; null where only the output shows it. */
  group(job: Job): string | null;
  /** The words that start it. */
  command(job: Job): readonly string[];
}

/** The words that run a program with variables added to its environment. */
export function withEnvironment(
  variables: Readonly<Record<string, string | number>>,
  command: readonly string[],
): readonly string[] {
  return [
    "env",
    ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    ...command,
  ];
}
