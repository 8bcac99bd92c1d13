import { TransientError } from "../errors.ts";
import { Patience } from "../kafka/patience.ts";
import type { CommittedPosition } from "../kafka/position_client.ts";
import { groupIdOf } from "../names.ts";
import { settleOffsets } from "./missing_markers.ts";
import type { Session } from "./session.ts";
import type { StageSettings } from "./stage_settings.ts";
import { sweep } from "./sweep.ts";

/** A living transaction usually ends within this time. */
const sweepAfterMs = 20;
const sweepEveryMs = 1_000;
/** After this time, an end marker may be missing. */
const settleEveryMs = 3_000;
const tellAfterMs = 1_000;
/** A broker looks for transactions that have timed out only every ten seconds. */
export const brokerScanMs = 10_000;

/**
 * The committed positions of all partitions of a member, each read when no open transaction could move
 * it. While one is open, whoever left it open is searched for.
 */
export async function settledPositions<State, Change>(
  settings: StageSettings<State, Change>,
  session: Session<State>,
): Promise<ReadonlyMap<number, CommittedPosition | null>> {
  const { cluster, appId, stage, inputTopic, notify, transactionTimeoutMs } = settings;
  const { member, watchdog } = session;
  const groupId = groupIdOf(appId, stage.name);
  const positions = new Map<number, CommittedPosition | null>();
  const startedMs = performance.now();
  const patience = new Patience(2 * transactionTimeoutMs + brokerScanMs);
  const [isSweepDue, isSettleDue] = [due(sweepAfterMs, sweepEveryMs), due(settleEveryMs)];
  let attempts = 0;
  let isTold = false;
  let waiting = member.membership.partitions;
  while (true) {
    member.assertAlive();
    watchdog.move();
    const found = await cluster.positions.askSettled(groupId, inputTopic, waiting);
    for (const [partition, position] of found.settled) positions.set(partition, position);
    ({ waiting } = found);
    if (waiting.length === 0) return positions;
    const waitedMs = performance.now() - startedMs;
    const reason = `an open transaction may still move the offsets of partitions ${
      waiting.join(", ")
    }`;
    if (!patience.isLeft) throw new TransientError(`Cannot take over: ${reason}`);
    if (!isTold && waitedMs > tellAfterMs) {
      isTold = true;
      notify({ event: "waiting", stage: stage.name, reason });
    }
    if (isSweepDue(waitedMs)) await sweep(settings, session);
    if (isSettleDue(waitedMs)) await settleOffsets(settings, session, ++attempts);
    await patience.pause();
  }
}

/** Says once for each interval that it has passed. */
function due(firstMs: number, everyMs = firstMs): (waitedMs: number) => boolean {
  let nextMs = firstMs;
  return (waitedMs) => {
    if (waitedMs < nextMs) return false;
    nextMs = waitedMs + everyMs;
    return true;
  };
}
