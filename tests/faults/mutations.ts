import type { Mutation } from "./mutation.ts";
import { commitMutations } from "./mutation_commit.ts";
import { handOverMutations } from "./mutation_hand_over.ts";
import { kafkajsMutations } from "./mutation_kafkajs.ts";
import { ruleMutations } from "./mutation_rules.ts";
import { stateMutations } from "./mutation_state.ts";
import { timeMutations } from "./mutation_times.ts";

/** All rules that are switched off in turn: takeover, restore, commit, times and kafkajs. */
export const mutations: readonly Mutation[] = [
  ...handOverMutations,
  ...stateMutations,
  ...commitMutations,
  ...ruleMutations,
  ...timeMutations,
  ...kafkajsMutations,
];
