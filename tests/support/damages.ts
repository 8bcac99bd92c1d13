import {
  alterCounts,
  corruptCounts,
  deleteCounts,
  redateCount,
  resetOffsets,
  tearTransaction,
  truncateCounts,
} from "./damage.ts";
import type { Scene } from "./scene.ts";

/** Damage to the table of counts or to the offset committed with it. */
export interface Damage {
  readonly what: string;
  readonly inflict: (scene: Scene) => Promise<void>;
  readonly reason: RegExp;
}

/** The first of the damages. */
export const truncatedTable: Damage = {
  what: "a table of counts that lost its beginning",
  inflict: truncateCounts,
  reason: /the committed offset was left with/,
};

/** All damages, each with the reason that a process gives when it stops for it. */
export const damages: readonly Damage[] = [
  truncatedTable,
  {
    what: "a table of counts with records of somebody else",
    inflict: corruptCounts,
    reason: /was not written by this pipeline/,
  },
  {
    what: "a table with a count that was altered",
    inflict: alterCounts,
    reason: /lost, altered or added by another program/,
  },
  {
    what: "a table with a date that was altered, and all sums right,",
    inflict: redateCount,
    reason: /lost, altered or added by another program/,
  },
  {
    what: "a table of counts that was deleted and made again",
    inflict: deleteCounts,
    reason: /emptied, or deleted and recreated/,
  },
  {
    what: "a position of the counts that was set to the start",
    inflict: (scene) => resetOffsets(scene, "--to-earliest"),
    reason: /a tool set the offset/,
  },
  {
    what: "a position of the counts that was set to the end",
    inflict: (scene) => resetOffsets(scene, "--to-latest"),
    reason: /a tool set the offset/,
  },
  {
    what: "a transaction of the counts that was torn by hand",
    inflict: tearTransaction,
    reason: /the table is ahead/,
  },
];
