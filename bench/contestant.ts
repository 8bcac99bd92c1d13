import type { Audience } from "./readers.ts";

/** What a contestant works with: its own topics and names in the shared Kafka. */
export interface Job {
  /** The prefix of everything that is created for this run. */
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
  /** Whether it should exit at the end of the input, if it can detect the end. */
  readonly isBounded: boolean;
}

/** A program that does the measured job. */
export interface Contestant {
  /** Its name on the command line (`--only`). */
  readonly name: string;
  readonly title: string;
  /** The relevant settings, for people. */
  readonly settings: string;
  readonly isCounting: boolean;
  /** Whether it makes our guarantees, so that its output can be compared record by record. */
  readonly isExactlyOnce: boolean;
  /**
   * Which part of the run it takes part in, besides latency. One of "latency only" that the plan does
   * not list runs when `--only` names it.
   */
  readonly part: "every round" | "one round" | "few records" | "latency only";
  /** Whether a process that keeps one core busy runs beside it during its latency measurement. */
  readonly hasBurner: boolean;
  /** The readers during its throughput measurement; null for none. */
  readonly audience: Audience | null;
  /** The group whose committed offsets show its progress; null if only the output shows it. */
  group(job: Job): string | null;
  /** The command that starts it. */
  command(job: Job): readonly string[];
}

/** A command that runs a program with additional environment variables. */
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
