import { StuckError } from "../errors.ts";
import { groupIdOf } from "../names.ts";
import type { StageSettings } from "./stage_settings.ts";
import { Watchdog } from "./watchdog.ts";

/** The current member, as the watchdog has to name it. */
export interface Watched {
  readonly memberId: string;
  /** The transactional id that it writes with; null when it has none. */
  readonly transactionalId: string | null;
}

/** How long a rebalance waits for members before it continues without them. */
export function rebalanceTimeoutMs(
  { sessionTimeoutMs }: { readonly sessionTimeoutMs: number },
): number {
  return sessionTimeoutMs * 2;
}

/** Starts a watchdog for a stage's member. */
export function watchStage<State, Change>(
  settings: StageSettings<State, Change>,
  current: () => Watched,
  giveUp: (error: Error) => void,
): Watchdog {
  const { stage, appId, inputTopic, patienceMs, notify, freshClient } = settings;
  const member = () => ({
    groupId: groupIdOf(appId, stage.name),
    topic: inputTopic,
    ...current(),
  });
  return new Watchdog({
    patienceMs,
    probe: () => freshClient.probe(member()),
    leaveGroup: () => freshClient.leaveGroup(member()),
    giveUp: (reason) => {
      notify({ event: "stuck", stage: stage.name, reason });
      // Not a FatalError: the worker that replaces this one has new connections. It starts after a
      // pause. Otherwise it would get its partitions back before another member could take them.
      giveUp(
        new StuckError(`stage ${stage.name} is stuck: ${reason}`, rebalanceTimeoutMs(settings)),
      );
    },
  });
}
