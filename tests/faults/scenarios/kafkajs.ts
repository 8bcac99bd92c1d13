import type { Scenario } from "../scenario.ts";
import { fetches } from "./kafkajs_fetch.ts";
import { handOver } from "./kafkajs_hand_over.ts";
import { movedPositions } from "./kafkajs_moved_position.ts";
import { sends } from "./kafkajs_send.ts";
import { transactions } from "./kafkajs_transactions.ts";

/** What kafkajs alone would get wrong, provoked for certain. */
export const kafkajs: readonly Scenario[] = [
  ...handOver,
  ...movedPositions,
  ...transactions,
  ...fetches,
  ...sends,
];
