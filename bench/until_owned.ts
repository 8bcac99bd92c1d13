import { FatalError } from "../src/errors.ts";
import { pause } from "./pause.ts";
import type { Team } from "./team.ts";
import type { Workplace } from "./workplace.ts";

const pollMs = 100;
const limitMs = 300_000;

/**
 * Waits until a team owns all partitions of both stages, and returns when that was, in milliseconds
 * since 1970.
 */
export async function untilOwned(
  { report, signal }: Workplace,
  team: Team,
  partitionCount: number,
): Promise<number> {
  const deadlineMs = performance.now() + limitMs;
  while (true) {
    const ownedMs = await team.ownedMs(partitionCount);
    if (ownedMs !== null) return ownedMs;
    report(`waiting for our processes: until they own all ${partitionCount} partitions`);
    signal.throwIfAborted();
    await team.assertAlive();
    if (performance.now() > deadlineMs) {
      throw new FatalError("our processes do not own all partitions", `read the log, ${team.log}`);
    }
    await pause(pollMs);
  }
}
