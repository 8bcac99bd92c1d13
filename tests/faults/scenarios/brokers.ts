import type { Scenario } from "../scenario.ts";
import { brokersOne } from "./brokers_one.ts";
import { rottenLogs } from "./brokers_rot.ts";
import { brokersThree } from "./brokers_three.ts";
import { untold } from "./untold.ts";

/** Faults of brokers and of their data. */
export const brokers: readonly Scenario[] = [
  ...brokersOne,
  ...brokersThree,
  ...rottenLogs,
  ...untold,
];
