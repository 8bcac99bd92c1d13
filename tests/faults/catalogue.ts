import type { Scenario } from "./scenario.ts";
import { cutPoints } from "./scenarios/cut_points.ts";
import { storms } from "./scenarios/storms.ts";

/** All named scenarios, family by family. */
export const catalogue: readonly Scenario[] = [...cutPoints, ...storms];
