import type avro from "avsc";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { Stranger } from "../observe/cluster_view.ts";
import type { WindowSize } from "../pipeline/window.ts";
import type { RegisteredVersion } from "../registry/client.ts";
import type { Subject } from "../registry/subjects.ts";
import type { CountSource } from "./follow_counts.ts";

/** What a survey has to know of the pipeline. */
export interface SurveySettings {
  readonly kafka: KafkaSettings;
  readonly appId: string;
  readonly topics: Readonly<Record<"input" | "deltas" | "counts" | "deadLetters", string>>;
  readonly windows: readonly WindowSize[];
  /** Reads counts. */
  readonly reader: avro.Type;
  readonly codecsFor: CountSource["codecsFor"];
  /** Told each time that the cluster has answered. */
  readonly answered: () => void;
  /** Told each time which other programs have partitions of ours. */
  readonly met: (strangers: readonly Stranger[]) => void;
  /** Told why the cluster or the registry cannot be asked. */
  readonly report: (error: unknown) => void;
  readonly subjects: readonly Subject[];
  readonly versionsOf: (subject: string) => Promise<readonly RegisteredVersion[]>;
}
