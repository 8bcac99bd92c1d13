import type { Scenario } from "../scenario.ts";
import { damagedTables } from "./changelog_damage.ts";
import { restores } from "./changelog_restore.ts";
import { shapes } from "./changelog_shape.ts";

/** Faults of the table of counts, and of a process that restores from it. */
export const changelog: readonly Scenario[] = [...restores, ...shapes, ...damagedTables];
