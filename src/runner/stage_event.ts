import type { Facts, StageName } from "../pipeline/stage.ts";
import type { Ages } from "./ages.ts";

/** What a stage tells about itself, as plain data; whoever listens logs and counts it. */
export type StageEvent =
  & { readonly stage: StageName }
  & (
    | {
      readonly event: "assigned";
      readonly partitions: readonly number[];
      /** What the group calls this member. */
      readonly memberId: string;
    }
    /** The group answered: told now and then, for as long as it does. */
    | { readonly event: "beat" }
    /** A fetch brought records or a wait without any. */
    | { readonly event: "fetched"; readonly ms: number }
    | { readonly event: "rebalanced" }
    | { readonly event: "fenced"; readonly partition: number; readonly ms: number }
    | {
      readonly event: "restored";
      readonly partition: number;
      readonly offset: number;
      readonly keys: number;
      readonly ms: number;
    }
    | {
      readonly event: "committed";
      readonly partition: number;
      readonly offset: number;
      readonly facts: Facts;
      readonly processMs: number;
      /** From the begin of the transaction to its end. */
      readonly commitMs: number;
      /** Whether all schemas in the batch were known without asking the registry. */
      readonly knewSchemas: boolean;
      readonly ages: Ages;
    }
    | { readonly event: "aborted"; readonly partition: number }
    /** The registry was asked for a schema that somebody else writes. */
    | {
      readonly event: "asked";
      readonly outcome: "found" | "unknown" | "incompatible" | "unavailable";
    }
    | { readonly event: "paused"; readonly partition: number; readonly reason: string }
    | { readonly event: "resumed"; readonly partition: number }
    | {
      readonly event: "recovering";
      readonly partition: number;
      readonly recovery: "reacquire" | "rejoin";
      readonly reason: string;
    }
    | { readonly event: "restarting"; readonly reason: string }
    /** It gets nowhere although Kafka works; it has left its group, and another takes its place. */
    | { readonly event: "stuck"; readonly reason: string }
    | { readonly event: "stopped" }
  );
