import type { Scenario } from "../scenario.ts";
import { handOver } from "./kafkajs_hand_over.ts";

/** What kafkajs alone would get wrong, provoked for certain. */
export const kafkajs: readonly Scenario[] = [...handOver];
