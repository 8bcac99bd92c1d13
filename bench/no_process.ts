import type { Usage } from "./process_usage.ts";
import type { StartedContestant } from "./started_contestant.ts";

const none: Usage = { cpuSeconds: 0, peakMegabytes: 0 };

/** No process of ours, where only the broker's CPU time is of interest. */
export const noProcess: Pick<StartedContestant, "usage"> = { usage: () => Promise.resolve(none) };
