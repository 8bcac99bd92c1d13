import type { Facts, StageName } from "../pipeline/stage.ts";

/** What a stage tells about itself; whoever listens logs and counts it. */
export type StageEvent =
  & { readonly stage: StageName }
  & (
    | { readonly event: "assigned"; readonly partitions: readonly number[] }
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
    | { readonly event: "stopped" }
  );
