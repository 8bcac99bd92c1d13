import type { Scenario } from "../scenario.ts";
import { fetches } from "./kafkajs_fetch.ts";
import { handOver } from "./kafkajs_hand_over.ts";
import { movedPositions } from "./kafkajs_moved_position.ts";
import { sends } from "./kafkajs_send.ts";
import { transactions } from "./kafkajs_transactions.ts";

/** Faults that make kafkajs without corrections fail. */
export const kafkajs: readonly Scenario[] = [
  ...handOver,
  ...movedPositions,
  ...transactions,
  ...fetches,
  ...sends,
];
