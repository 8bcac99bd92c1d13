import type { Mutation } from "./mutation.ts";
import { handOverMutations } from "./mutation_hand_over.ts";

/** All rules that are switched off in turn; the steps S0 to S8 are those of docs/design.md. */
export const mutations: readonly Mutation[] = [...handOverMutations];
