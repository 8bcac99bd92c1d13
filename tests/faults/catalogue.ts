import type { Scenario } from "./scenario.ts";
import { brokers } from "./scenarios/brokers.ts";
import { changelog } from "./scenarios/changelog.ts";
import { clocks } from "./scenarios/clocks.ts";
import { cutPoints } from "./scenarios/cut_points.ts";
import { kafkajs } from "./scenarios/kafkajs.ts";
import { network } from "./scenarios/network.ts";
import { networkSilence } from "./scenarios/network_silence.ts";
import { networkStandstill } from "./scenarios/network_standstill.ts";
import { registry } from "./scenarios/registry.ts";
import { settings } from "./scenarios/settings.ts";
import { storms } from "./scenarios/storms.ts";
import { topics } from "./scenarios/topics.ts";
import { zombies } from "./scenarios/zombies.ts";

/** All named scenarios; add a line here for a new family. */
export const catalogue: readonly Scenario[] = [
  ...cutPoints,
  ...zombies,
  ...storms,
  ...brokers,
  ...network,
  ...networkSilence,
  ...networkStandstill,
  ...topics,
  ...clocks,
  ...registry,
  ...changelog,
  ...kafkajs,
  ...settings,
];
