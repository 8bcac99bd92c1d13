import type { Facts, StageName } from "../pipeline/stage.ts";
import type { Ages } from "./ages.ts";

/** A partition that a member processes from now on. */
export interface OwnedPartition {
  readonly partition: number;
  readonly offset: number;
  /** How many keys its state holds; null for a stage without a changelog. */
  readonly keys: number | null;
}

/** What one partition contributed to a transaction. */
export interface CommittedPart {
  readonly partition: number;
  /** The next offset to process. */
  readonly offset: number;
  readonly facts: Facts;
  readonly processMs: number;
  /** Whether all schemas in the batch were cached. */
  readonly knewSchemas: boolean;
  readonly ages: Ages;
}

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
    /** Which version of the transaction protocol it uses, and what that costs. */
    | {
      readonly event: "connected";
      readonly protocol: "first" | "second";
      readonly reason: string;
    }
    /** It cannot take its partitions over yet. */
    | { readonly event: "waiting"; readonly reason: string }
    /** It ended a transaction of a dead process, or could not. */
    | { readonly event: "swept"; readonly reason: string }
    /** The tables of some partitions are read, those of others not yet. Reported once a second. */
    | { readonly event: "restoring"; readonly done: number; readonly total: number }
    | {
      readonly event: "restored";
      readonly partitions: number;
      readonly keys: number;
      readonly ms: number;
    }
    /** It processes its partitions from now on. */
    | {
      readonly event: "owned";
      readonly partitions: readonly OwnedPartition[];
      readonly ms: number;
    }
    /** A transaction was committed. */
    | {
      readonly event: "committed";
      readonly parts: readonly CommittedPart[];
      /** From the end of processing to the end of the transaction. */
      readonly commitMs: number;
    }
    /** A transaction that was not confirmed as committed. */
    | { readonly event: "aborted" }
    /** The registry was asked for the schema of another program's records. */
    | {
      readonly event: "asked";
      readonly outcome: "found" | "unknown" | "incompatible" | "unavailable";
    }
    | { readonly event: "paused"; readonly partition: number; readonly reason: string }
    | { readonly event: "resumed"; readonly partition: number }
    | {
      readonly event: "recovering";
      readonly recovery: "reacquire" | "rejoin";
      readonly reason: string;
    }
    | { readonly event: "restarting"; readonly reason: string }
    /** It made no progress although Kafka works, so it left its group and will be replaced. */
    | { readonly event: "stuck"; readonly reason: string }
    | { readonly event: "stopped" }
  );
