import type { FaultProxy } from "../support/fault_proxy.ts";
import { apiKeys } from "../support/kafka_frames.ts";

const [open, none] = ["Ongoing", "Unknown"];

/**
 * Keeps a process from finding the transactions that others left open, so that it cannot end them: it
 * then depends on what the group's coordinator says about offsets.
 */
export function blindToOthers(proxy: FaultProxy): void {
  proxy.watch(({ apiKey, frame }) => {
    if (apiKey !== apiKeys.listTransactions) return;
    const at = frame.indexOf(open);
    if (at >= 0) frame.write(none, at);
  });
}
