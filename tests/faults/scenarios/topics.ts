import type { Scenario } from "../scenario.ts";
import { topicLimits } from "./topics_limits.ts";
import { offsetsChanged } from "./topics_offsets.ts";
import { topicsChanged } from "./topics_partitions.ts";
import { otherWriters } from "./topics_writers.ts";

/** Changes of topics and offsets by others while the pipeline runs. */
export const topics: readonly Scenario[] = [
  ...topicsChanged,
  ...offsetsChanged,
  ...otherWriters,
  ...topicLimits,
];
