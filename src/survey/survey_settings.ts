import type avro from "avsc";
import type { KafkaSettings } from "../kafka/connection.ts";
import type { Stranger } from "../observe/cluster_view.ts";
import type { WindowSize } from "../pipeline/window.ts";
import type { RegisteredVersion } from "../registry/client.ts";
import type { Subject } from "../registry/subjects.ts";
import type { CountSource } from "./follow_counts.ts";

/** What a survey has to know about the pipeline. */
export interface SurveySettings {
  readonly kafka: KafkaSettings;
  readonly appId: string;
  readonly topics: Readonly<Record<"input" | "deltas" | "counts" | "deadLetters", string>>;
  readonly windows: readonly WindowSize[];
  /** The schema that counts are read with. */
  readonly reader: avro.Type;
  readonly codecsFor: CountSource["codecsFor"];
  /** Called after each answer of the cluster. */
  readonly answered: () => void;
  /** Called after each answer with the members that are not processors. */
  readonly met: (strangers: readonly Stranger[]) => void;
  /** Called when the cluster or the registry cannot be reached, with the reason. */
  readonly report: (error: unknown) => void;
  readonly subjects: readonly Subject[];
  readonly versionsOf: (subject: string) => Promise<readonly RegisteredVersion[]>;
}
