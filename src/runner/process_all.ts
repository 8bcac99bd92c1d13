import type { KafkajsCluster } from "../kafka/internals.ts";
import { groupIdOf } from "../names.ts";
import type { Doorbell } from "./doorbell.ts";
import { Fetcher } from "./fetcher.ts";
import { Intake } from "./intake.ts";
import type { PartitionTask } from "./partition_task.ts";
import { pauseAfter } from "./pause_after.ts";
import type { Session } from "./session.ts";
import type { StageSettings } from "./stage_settings.ts";
import { TransactionFlow } from "./transaction_flow.ts";

/** The partitions that a member owns, and how long. */
export interface Ownership<State> {
  readonly session: Session<State>;
  readonly tasks: ReadonlyMap<number, PartitionTask<State>>;
  /** For membership and fetches. */
  readonly cluster: KafkajsCluster;
  /** Rings when something has arrived, failed, or is over. */
  readonly bell: Doorbell;
  /** Whether the group has moved on, or the process stops. */
  readonly isOver: () => boolean;
  readonly onCommitted: (task: PartitionTask<State>) => void;
}

/** The most records in one transaction, but for the last part, which is taken as a whole. */
const maxTransactionRecords = 10_000;

/**
 * Processes partitions until the ownership is over: all that was fetched is one transaction, of whatever
 * partitions it is. Under load the transactions grow by themselves; a single record is committed at once.
 *
 * When this returns, no transaction is under way, so that nobody waits for one who joins the group next.
 */
export async function processAll<State, Change>(
  settings: StageSettings<State, Change>,
  { session, tasks, cluster, bell, isOver, onCommitted }: Ownership<State>,
): Promise<void> {
  const { stage, inputTopic, fetchBytes, notify, tracing, appId, pauseFactor } = settings;
  const { watchdog, writers, member: { membership } } = session;
  const ring = () => bell.ring();
  const groupId = groupIdOf(appId, stage.name);
  const intake = new Intake(settings, tasks, ring);
  const fetcher = new Fetcher({
    ...{ cluster, topic: inputTopic, fetchBytes, onArrival: ring },
    onFetched: (ms) => {
      watchdog.fetched();
      notify({ event: "fetched", stage: stage.name, ms });
      tracing?.poll({ topic: inputTopic, groupId, ms });
    },
  });
  const flow = new TransactionFlow(settings, membership, writers, {
    // Not earlier: what arrives meanwhile is in the same fetch.
    onWritten: () => {
      if (pauseFactor === 0) fetcher.send(intake.positions());
    },
    onCommitted: ({ task, waiting }) => {
      onCommitted(task);
      if (waiting !== null) intake.pause(task, waiting);
    },
    onFailure: ring,
  });
  try {
    while (!isOver()) {
      flow.assertSound();
      intake.offer(fetcher.take());
      const parts = intake.take(maxTransactionRecords);
      if (parts.length === 0) {
        // Not earlier: what has arrived would be fetched again.
        fetcher.send(intake.positions());
        await bell.wait();
        continue;
      }
      const startedMs = performance.now();
      watchdog.begin();
      await flow.run(parts);
      watchdog.end();
      await pauseAfter(performance.now() - startedMs, pauseFactor);
    }
    await flow.end();
  } finally {
    intake.stop();
    fetcher.close();
  }
}
