import type { Facts, StageName } from "../pipeline/stage.ts";
import type { Ages } from "./ages.ts";

/** Events of a stage, as plain data. Listeners log and count them. */
export type StageEvent =
  & { readonly stage: StageName }
  & (
    | {
      readonly event: "assigned";
      readonly partitions: readonly number[];
      /** The member id that the group gave. */
      readonly memberId: string;
    }
    /** A heartbeat succeeded. Reported at most once a second. */
    | { readonly event: "beat" }
    /** A fetch was answered, with or without records. */
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
      /** From the start of the transaction to its end. */
      readonly commitMs: number;
      /** Whether all schemas in the batch were cached. */
      readonly knewSchemas: boolean;
      readonly ages: Ages;
    }
    | { readonly event: "aborted"; readonly partition: number }
    /** The registry was asked for the schema of another program's records. */
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
    /** It made no progress although Kafka works, so it left its group and will be replaced. */
    | { readonly event: "stuck"; readonly reason: string }
    | { readonly event: "stopped" }
  );
